"""Many apprentices from one table: reading it, checking its rows, and the files around that. Writes nothing."""
