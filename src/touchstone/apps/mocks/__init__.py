"""Owns: mock assessments, held on the assessor’s own sheet by those who train; none becomes evidence or a grade."""
