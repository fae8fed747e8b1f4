"""Answers that stand word for word in a text, or the finding that there is none."""
