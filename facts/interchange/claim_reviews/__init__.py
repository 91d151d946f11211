"""ClaimReview (schema.org) as JSON-LD: reading any publisher's, writing ours."""
