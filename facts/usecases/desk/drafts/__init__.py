"""Drafts: editing, proposing, scheduling and publishing facts."""
