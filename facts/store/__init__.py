"""Fact stores: one protocol, and its adapters."""
