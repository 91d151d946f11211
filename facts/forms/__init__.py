"""Forms as people fill them in, and their conversion to fact content."""
