"""A bound on the memory of the process that reads spreadsheets."""

try:
    import resource
except ImportError:  # Windows has no such bound
    resource = None


def confine(memory_bytes: int) -> None:
    """Let this process, meant to be one of a pool, hold at most ``memory_bytes``.

    What slips through every check of a hostile file then ends one process, not the server. Does
    nothing where the system offers no such bound. Irreversible.
    """
    if resource is None:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    soft = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
