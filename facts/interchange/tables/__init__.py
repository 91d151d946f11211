"""Facts as rows: CSV, and JSON objects named like columns."""
