"""What the exit code of a command means. Told to people in docs/terminal.md."""

DONE = FOUND = 0
NOT_FOUND = 1
REFUSED = 2  # the code that click gives to a wrong command line, too
UNSURE = 3
STORE_UNAVAILABLE = 4
INTERRUPTED = 130  # what shells report of a program that Ctrl-C ended
PIPE_CLOSED = 141  # and of one whose reader went away
