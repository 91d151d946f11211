"""Layouts of alerts and subscriptions."""
