"""Owns: an apprentice on a plan version, and who takes part, in which role, from when to when. Knows no evidence."""
