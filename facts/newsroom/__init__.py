"""Model of the newsroom loop: readers' requests, and the answers that were shown to them."""
