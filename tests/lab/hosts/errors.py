"""What a lab raises."""


class LabError(Exception):
    """The lab, or a host of it, can't do what was asked."""
