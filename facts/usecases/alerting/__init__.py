"""Alerting: subscriptions and what comes of them. ``Alerting`` holds all of it."""
