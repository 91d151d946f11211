"""``python -m bot doctor``: whether everything is as the bot needs it, and what to do where not."""
