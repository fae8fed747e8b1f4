"""Tells people who are not looking: by e-mail and webhook, at least once, never of the past."""
