"""Layouts of requests, of replies to those who asked, and of reports."""
