"""Layouts of requests, and of what their askers are told."""
