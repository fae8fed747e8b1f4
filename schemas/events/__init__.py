"""Facts, in the past tense. Type names never change; a new shape is a new version."""
