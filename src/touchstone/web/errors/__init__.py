"""Pages for what went wrong: each says in plain words what happened, what was kept and what to do next."""
