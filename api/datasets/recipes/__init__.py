"""Versions of a dataset: what a recipe makes of its examples, and how that is told and sent."""
