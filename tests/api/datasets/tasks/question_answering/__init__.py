"""Questions and the places of their answers."""
