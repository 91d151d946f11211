"""Whole files in and out of the store."""
