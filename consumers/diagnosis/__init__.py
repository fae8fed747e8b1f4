"""Holds a log against the invariants that no fault may break. It reads, and changes nothing."""
