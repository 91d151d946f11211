"""The newsroom loop: what readers ask of a desk, and what they are told. ``Newsroom``."""
