"""The routes that are open to whoever has no credential yet."""

DOORS = [
    ("GET", "/api/session/oidc"),
    ("GET", "/api/session/oidc/{provider}/start"),
    ("GET", "/api/session/oidc/{provider}/callback"),
    ("GET", "/api/setup"),
    ("GET", "/api/workers/ca"),
    ("POST", "/api/passes/look"),
    ("POST", "/api/passes/use"),
    ("POST", "/api/session"),
    ("POST", "/api/setup"),
]
