"""Notices what no longer speaks, and says so in the log. A live run always wins."""
