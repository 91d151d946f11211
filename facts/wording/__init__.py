"""Facts in words, as plain text for all front ends.

Pure functions. Results may contain any stored text: the front end has to escape them.
"""
