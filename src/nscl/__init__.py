"""nscl: the working system behind a province's productivity-and-quality plan."""

__version__ = "0.1.0"
