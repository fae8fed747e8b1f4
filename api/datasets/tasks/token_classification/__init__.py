"""Entities in texts: each token is tagged with the kind of thing that it is part of."""
