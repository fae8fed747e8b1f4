"""Who gets what answer from every route, and what becomes of what nobody should send."""
