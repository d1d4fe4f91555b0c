"""Whose work what is: rules of units, absences, and tasks for named people."""
