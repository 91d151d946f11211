"""Layouts of the desk."""
