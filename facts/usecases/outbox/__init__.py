"""The transactional outbox: messages are durable first, then sent once. ``Delivering``."""
