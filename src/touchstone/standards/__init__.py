"""What the plans say, and where they say it: YAML read into frozen, typed values. Knows nothing of rules or Django."""
