"""File formats for facts: JSON Lines, tables, ClaimReview. See docs/interchange.md."""
