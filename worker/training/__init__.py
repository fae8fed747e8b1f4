"""The training child: turns a job's examples into a model, and speaks in ``worker.messages``."""
