"""Pure functions from facts, answers and drafts to layouts; imports no other part of bot."""
