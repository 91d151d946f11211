"""Fact stores: one protocol, and the adapters that keep its promises."""
