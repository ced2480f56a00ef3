"""Settings: what each kind of installation promises."""
