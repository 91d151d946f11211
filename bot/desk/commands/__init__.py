"""/fact, /desk and the message menu's "Add as a fact". A command runs one ``DeskServices.step``."""
