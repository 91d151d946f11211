"""The Discord side of Nice Note: an interaction becomes a use-case call, its answer a message."""
