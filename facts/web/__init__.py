"""The front end over HTTP: status, pages, feeds and the API."""
