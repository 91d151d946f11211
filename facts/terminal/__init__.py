"""``python -m facts``: commands, and how results are printed."""
