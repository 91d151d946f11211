"""Question and claim as tokens: their words, phrases and verbs, and where each has the other's."""
