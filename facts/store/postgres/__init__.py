"""The PostgreSQL store: for several processes and machines that are one bot."""
