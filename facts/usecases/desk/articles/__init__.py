"""Extracting the data of a source from an article that a moderator supplied."""
