"""Alerts: who is told of which change, when, in which words of the model. Nothing here sends."""
