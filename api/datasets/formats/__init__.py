"""How each kind of file becomes a grid of cells, and how a hostile one is turned away."""
