"""Nearness in meaning, by vectors; needs the extra `semantic` or `languages`."""
