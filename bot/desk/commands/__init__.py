"""/fact, /desk and the message menu's "Add as a fact": each command is one step of the desk."""
