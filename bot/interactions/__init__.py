"""What all features use to handle interactions: gate, members, controls, forms, replies, errors."""
