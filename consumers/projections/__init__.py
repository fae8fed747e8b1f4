"""Folds of the streams into the read model. They decide nothing and may be repeated at any time."""
