"""One label a text, or several."""
