"""Backups of a whole instance, and putting one back."""
