"""What can be taught: a folder a task, each with ``data``, ``model``, ``metrics`` and ``task``."""
