"""What each register of the room says of itself; the pages follow from `core.registers`."""
