"""What is looked for in examples, and the report that comes of it."""
