"""A portfolio from another system: a ZIP of files and the index that describes them. Writes nothing."""
