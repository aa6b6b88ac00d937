"""The one kind of secret link: booth card, device, seeker's stub, employer's follow-up.

`https://host/enter#SECRET`: what stands after `#` never reaches a proxy, a scanner app or a log;
`static/enter.js` posts it. Without JavaScript a shorter code is typed. The store keeps only hashes.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: crockford.com/base32.html
GROUP = 4
LINK_GROUPS = 6  # 120 bits: nobody guesses it, with no limit on tries
PAPER_GROUPS = 4  # 80 bits: scanned or typed from a card or stub; guessing still needs no limit
CODE_GROUPS = 3  # 60 bits: tried online only, where limits.py slows guessing down
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def draw_secret(below: Callable[[int], int], groups: int = LINK_GROUPS) -> str:
    """Draw a secret like `7K3M-9QW2-…`. `below(n)` gives 0..n-1; the app passes
    `secrets.randbelow`.
    """
    signs = [ALPHABET[below(len(ALPHABET))] for _ in range(groups * GROUP)]
    return "-".join("".join(signs[at : at + GROUP]) for at in range(0, len(signs), GROUP))


def link_address(origin: str, secret: str, *, path: str = "/enter") -> str:
    """The address that a card's QR or a copied link carries."""
    return f"{origin}{path}#{secret}"


def cleaned(typed: str) -> str:
    """Read what a person typed: case, spaces, hyphens, O for 0, I and L for 1 are forgiven."""
    return typed.strip().upper().translate(READ_AS)


def kept_form(secret: str) -> str:
    """What the store keeps: SHA-256 as hex. A random secret needs no slow hash."""
    return hashlib.sha256(cleaned(secret).encode()).hexdigest()


def opens(secret: str, kept: str) -> bool:
    """Compare in a time that tells nothing about how much was right."""
    return hmac.compare_digest(kept_form(secret), kept)
