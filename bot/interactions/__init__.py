"""What all features use to handle interactions: gate, members, controls, modals, replies."""
