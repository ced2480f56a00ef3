"""The pages on which a method is recorded and judged: drawn once, for the assessor's record and for a mock."""
