"""People: who they are, how they prove it, and what they are invited with; never what they own."""
