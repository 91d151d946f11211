"""The outbox: what leaves this process, in what order, when again. Pure: nothing here sends."""
