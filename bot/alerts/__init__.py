"""Alerts on Discord: commands, controls and modals of subscriptions."""
