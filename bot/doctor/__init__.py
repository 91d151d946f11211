"""``python -m bot doctor``: checks the bot's setup and says how to fix problems."""
