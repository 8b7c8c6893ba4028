"""Prints a plan as SQL: the same outcomes, deductions, scores and grades for very many projects at once."""
