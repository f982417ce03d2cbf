"""Facts the room begins with."""
