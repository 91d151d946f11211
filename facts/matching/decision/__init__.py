"""The decision: which candidate answers the question, and whether it is certain enough."""
