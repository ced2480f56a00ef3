"""Owns: the clockwork: what is due, the workers that do it, and what they left undone. Decides nothing."""
