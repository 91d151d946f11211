"""Feeds of other fact-checkers: they fill a desk's incoming list and publish nothing."""
