"""Alerts: which subscription gets which change, when and in which message. Pure: nothing here
sends.
"""
