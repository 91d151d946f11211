"""The outbox: queueing and retry state of outgoing messages. Pure: nothing here sends."""
