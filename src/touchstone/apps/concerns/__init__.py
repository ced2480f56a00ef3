"""Owns: safeguarding concerns, sealed: raised by anybody around an apprentice, read by safeguarding leads alone."""
