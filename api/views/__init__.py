"""The JSON that the API answers with, and how rows become it."""
