"""Reading without a question: lists, history, public facts, verification of citations."""
