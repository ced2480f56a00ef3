"""The invented world: made through the services, by the people acting in it. Only in demo mode."""
