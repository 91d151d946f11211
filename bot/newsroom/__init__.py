"""The newsroom loop on Discord: readers' requests, a desk's queue, and correcting sent answers."""
