"""Readers of the log: they fold it into tables and watch over it. No HTTP, no training."""
