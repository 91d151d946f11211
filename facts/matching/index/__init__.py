"""Which stored claims a question may mean: the inverted index and its vocabulary."""
