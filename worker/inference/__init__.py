"""Answers with finished models, in a process of its own; it trains nothing and deletes nothing."""
