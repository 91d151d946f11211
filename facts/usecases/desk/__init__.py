"""The desk: what its members may do to the facts that are theirs. ``Desk`` holds all of it."""
