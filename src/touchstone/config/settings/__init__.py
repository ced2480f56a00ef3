"""Settings: ``shared`` is what every installation shares; ``demo``, ``test`` and ``production`` build on it."""
