"""Verifying on Discord: what an answer that somebody shows really said."""
