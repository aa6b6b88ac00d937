"""How many files may be open: each connection is one, and the door for nodes needs up to three."""

import sys

WINDOWS = 8192  # what its C library allows at most


def room(wanted: int) -> int:
    """Ask the system for as many open files as that; give how many it allows."""
    if sys.platform == "win32":
        return WINDOWS
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    endless = resource.RLIM_INFINITY
    if soft == endless or soft >= wanted:
        return wanted if soft == endless else soft
    soft = wanted if hard == endless else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return soft
