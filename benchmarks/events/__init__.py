"""How fast a fact gets to where it is awaited, and how fast a system comes back."""
