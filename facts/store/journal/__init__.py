"""TinyDB that can be trusted: a checksummed journal behind its plain interface."""
