"""The HTTP front end: status, pages, feeds and the API."""
