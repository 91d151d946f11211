"""What a text is made of: folded letters, words, stems, sentences, links."""
