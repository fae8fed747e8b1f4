"""The packages that Afina stands on: what is known against them, and what they are."""
