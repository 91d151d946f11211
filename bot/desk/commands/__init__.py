"""/fact, /desk and the message menu's "Add as a fact"."""
