"""Alerts on Discord: commands, controls and forms of subscriptions."""
