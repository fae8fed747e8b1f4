"""The GPU worker: an agent that holds the lease and a child process that trains."""
