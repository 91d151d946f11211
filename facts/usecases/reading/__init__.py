"""Reading without a question: lists, history, verification of citations."""
