"""Text analysis: folding, tokenization, stemming, sentences, links."""
