"""Texts that a model learns to write: running, source, or as an answer to something."""
