"""Alerts: which subscription gets which change, when, in which message. Nothing here sends."""
