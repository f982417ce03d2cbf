"""The survey as an Excel form: written for one organisation, read back, shown, confirmed, sent."""
