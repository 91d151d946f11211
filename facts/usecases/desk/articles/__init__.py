"""What an article that a moderator gave us says of itself."""
