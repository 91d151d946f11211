"""Asking on Discord: /claim, Check this claim, /browse, and the controls under an answer."""
