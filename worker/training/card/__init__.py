"""The model's card: a ``README.md`` in its folder that says what it is, how good, and for what."""
