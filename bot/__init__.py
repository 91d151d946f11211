"""The Discord side of Nice Note: interactions become use-case calls, their results messages."""
