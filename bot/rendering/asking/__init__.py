"""Layouts of answers."""
