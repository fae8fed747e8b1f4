"""Questions whose answers stand in a context, or that have none there."""
