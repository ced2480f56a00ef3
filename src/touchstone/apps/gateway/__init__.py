"""Owns: what each party has given for the gateway, and its confirmation by the assessment organisation. Never books."""
