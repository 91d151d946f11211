"""Alerting: managing subscriptions and sending alerts. ``Alerting`` is the entry point."""
