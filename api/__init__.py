"""The control plane over HTTP: it decides, appends to the log, and reads what was projected."""
