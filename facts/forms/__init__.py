"""What people type into forms, and the fact content that it becomes."""
