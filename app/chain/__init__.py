"""The chain over the four logs: what was written stays as it was, and who doubts can check."""
