"""Sends the outbox to Discord: the sending loop, and the messenger that respects rate limits."""
