"""The ``afina`` command and the embedded stack: it starts the rooms and holds no product rule."""
