"""From an interaction of Discord to a reply: the gate, who asks, forms, controls, errors."""
