"""Texts to write, in every form."""
