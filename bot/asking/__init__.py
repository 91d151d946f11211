"""Asking on Discord: /claim, Check this claim, and what can be pressed under an answer."""
