"""The form of official documents in Word, shared by every room that prints one."""
