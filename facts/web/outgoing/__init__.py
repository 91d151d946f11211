"""Requests that we make: feeds fetched, webhooks posted, to the public internet alone."""
