"""What can be done with facts, for whichever front end asks."""
