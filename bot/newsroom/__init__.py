"""The newsroom loop on Discord: asking a desk, its queue, and answers that correct themselves."""
