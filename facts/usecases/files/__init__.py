"""Import and export of whole files."""
