"""The outbox: everything that leaves by itself is durable first, then sent once. ``Delivering``."""
