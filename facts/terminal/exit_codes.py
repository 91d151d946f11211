"""The exit codes of commands. Documented in docs/terminal.md."""

DONE = FOUND = 0
NOT_FOUND = 1
REFUSED = 2  # also click's code for a wrong command line
UNSURE = 3
STORE_UNAVAILABLE = 4
INTERRUPTED = 130  # what shells report for a program ended by Ctrl-C
PIPE_CLOSED = 141  # and for one whose reader closed the pipe
