"""Owns: quality assurance of marks, the overall grade, its release and the statement of result."""
