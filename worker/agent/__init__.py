"""The agent: it holds the lease, speaks to the log and watches its child. It never trains."""
