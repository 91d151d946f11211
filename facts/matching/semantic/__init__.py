"""Semantic similarity by embeddings; needs the extra `semantic` or `languages`."""
