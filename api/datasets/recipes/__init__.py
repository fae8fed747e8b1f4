"""Recipes: how each step changes examples, and what changed between two versions."""
