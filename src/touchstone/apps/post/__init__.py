"""Owns: mail to people: an outbox row written with the change it tells of, and what became of it. Knows no page."""
