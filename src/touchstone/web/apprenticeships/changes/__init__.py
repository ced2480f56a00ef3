"""Life events: what changed in an apprenticeship, and recording it after its effect on the dates has been shown."""
