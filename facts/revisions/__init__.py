"""Comparing and merging revisions of a fact."""
