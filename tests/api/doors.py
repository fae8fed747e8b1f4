"""The routes that are open to whoever has no credential yet."""

DOORS = [
    ("GET", "/api/setup"),
    ("POST", "/api/passes/look"),
    ("POST", "/api/passes/use"),
    ("POST", "/api/session"),
    ("POST", "/api/setup"),
]
