"""The store without a server: TinyDB tables and documents in one SQLite file."""
