"""The book in PostgreSQL: for several processes and machines that are one bot."""
