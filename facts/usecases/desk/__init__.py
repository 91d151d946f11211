"""The desk: what moderators can do with their desk's facts. ``Desk`` is the entry point."""
