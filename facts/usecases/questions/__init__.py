"""From a question to its answer, in one place for all front ends."""
