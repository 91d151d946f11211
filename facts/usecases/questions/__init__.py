"""Answering questions, for all front ends."""
