"""Pure functions from facts and answers to Discord layouts."""
