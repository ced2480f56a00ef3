"""Owns: the append-only log, stored decisions and rulings. Never knows who may see what, or a stage of the journey."""
