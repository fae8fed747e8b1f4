"""One module per command; each loads what it needs when it is run."""
