"""What readers see without a question: lists, history, what is public, what a citation says."""
