"""Pure functions from facts, answers and drafts to Discord layouts; imports no other part of bot."""
