"""Drafts: from the first word to the published fact."""
