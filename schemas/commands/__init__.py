"""Wishes, in the imperative; each may be refused."""
