"""Outgoing requests: fetching feeds and posting webhooks, only to the public internet."""
