"""Owns: the training from start to gateway: its plan, the hours, where the apprentice began. None of it is evidence."""
