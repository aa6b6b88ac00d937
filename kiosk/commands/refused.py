"""How a command says no."""


class Refused(Exception):
    """One sentence: what, whether anything was kept, what to do."""
