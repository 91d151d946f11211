"""The newsroom loop: requests of readers, and the answers that were shown to them."""
