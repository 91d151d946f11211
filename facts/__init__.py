"""The domain of Nice Note: facts, their store and finding them; knows nothing of Discord."""

__version__ = "0.1.0"
