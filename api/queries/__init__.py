"""Questions to the read model. Every one names the owner: other people's things do not exist."""
