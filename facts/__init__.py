"""The fact store of Nice Note and all that is done with it. Knows nothing of Discord."""
