"""The first page: what is mine to do, what is due, what waits on others. Reads every app, writes nothing."""
