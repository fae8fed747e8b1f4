"""The contracts that Afina's processes agree on. Pure: no I/O, no frameworks."""
