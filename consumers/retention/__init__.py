"""What is too old goes: by a policy, a little at a time, and told in the log."""
