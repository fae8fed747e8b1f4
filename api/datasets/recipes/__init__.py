"""Versions of a data set: what a recipe makes of its examples, and how that is told and sent."""
