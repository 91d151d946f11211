"""What every feature uses to handle an interaction: gate, member, controls, forms, replies, errors."""
