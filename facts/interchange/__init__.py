"""The interchange format, facts as JSON Lines; and others. Described in docs/interchange.md."""
