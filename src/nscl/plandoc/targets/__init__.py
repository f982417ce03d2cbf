"""Targets in all forms of the genre, read from the objectives section."""

from nscl.plandoc.targets.read import read_targets

__all__ = ["read_targets"]
