"""Paths and their handlers. They only wire: commands decide, queries read."""
