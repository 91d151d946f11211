"""What leaves by itself: the loop that empties the outbox, and the messenger that obeys Discord."""
