"""The newsroom loop: readers' requests to desks, and the answers. ``Newsroom``."""
