"""The store that needs no server: TinyDB tables and documents, kept in one SQLite file."""
