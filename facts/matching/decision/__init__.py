"""Which candidate answers, and whether that is sure enough."""
