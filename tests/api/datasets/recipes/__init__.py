"""From version 1 to the others."""
