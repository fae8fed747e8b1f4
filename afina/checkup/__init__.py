"""What ``afina doctor`` looks at: each room of it yields findings, and repairs nothing."""
