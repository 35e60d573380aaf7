"""excise: name a ban, find everything it touches, replace it, remove it, prove that it is gone."""

__version__ = "0.1.0"
