"""The domain of Nice Note: facts, stores, matching and use-cases; independent of Discord."""

__version__ = "0.1.0"
