"""Training against ``transformers.Trainer``, and against what the device could do."""
