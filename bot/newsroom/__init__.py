"""The newsroom loop on Discord, for readers: requests, feedback, privacy."""
