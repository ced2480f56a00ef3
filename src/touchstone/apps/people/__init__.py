"""Owns: people, organisations, who holds which role where, and the access table. Never knows an apprenticeship."""
