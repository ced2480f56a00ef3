"""What goes wrong in real life, on the real server: killed, cut off, out of room, with a wrong clock."""
