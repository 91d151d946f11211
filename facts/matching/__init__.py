"""Finds the claim that a question means, and says how sure it is."""
