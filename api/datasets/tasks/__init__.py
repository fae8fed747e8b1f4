"""What examples are for each task: a folder a task, each with the same files."""
