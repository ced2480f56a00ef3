"""Every component in every state, on pages anyone may open where the site is a demo. Nothing here is stored."""
