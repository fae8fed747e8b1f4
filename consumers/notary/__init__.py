"""Bears witness to the log: seals it with a chain of hashes, proves that nothing was changed."""
