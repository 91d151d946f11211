"""Alerts on Discord: subscribing, the cards of subscriptions, and the messages that tell."""
