"""Decisions: (command, state, now) -> events, or a refusal. No I/O here."""
