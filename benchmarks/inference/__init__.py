"""How fast a model answers, and what a training beside it loses."""
