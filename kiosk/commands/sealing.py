"""A backup sealed with a passphrase: scrypt, then ChaCha20-Poly1305 in chunks of 1 MiB.

Each chunk's nonce is its place and "is this the last one", so that chunks can't be swapped,
dropped or cut off unnoticed (the STREAM construction: Hoang et al., CRYPTO 2015).
"""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"FAIRKIOSK-BACKUP-1\n"
SALT = 16
CHUNK = 1024 * 1024
TAG = 16
# RFC 7914's interactive setting times 4: about 0.3 s and 64 MiB on a mini-PC.
COST = 2**16


class Unsealable(Exception):
    """One sentence: why the backup can't be opened."""


def key_of(passphrase: str, salt: bytes) -> ChaCha20Poly1305:
    scrypt = Scrypt(salt=salt, length=32, n=COST, r=8, p=1)
    return ChaCha20Poly1305(scrypt.derive(passphrase.encode("utf-8")))


def nonce(place: int, *, last: bool) -> bytes:
    return place.to_bytes(11, "big") + bytes([last])


def chunks(file: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Give (place, bytes, is the last one)."""
    place, this = 0, file.read(size)
    while True:
        following = file.read(size)
        yield place, this, not following
        if not following:
            return
        place, this = place + 1, following


def seal(plain: Path, sealed: Path, passphrase: str) -> None:
    salt = secrets.token_bytes(SALT)
    key = key_of(passphrase, salt)
    with plain.open("rb") as source, sealed.open("wb") as target:
        target.write(MAGIC + salt)
        for place, chunk, last in chunks(source, CHUNK):
            target.write(key.encrypt(nonce(place, last=last), chunk, MAGIC))


def unseal(file: Path, plain: Path, passphrase: str | None) -> None:
    """Write what a backup holds to `plain`, sealed or not. Raises Unsealable."""
    with file.open("rb") as source, plain.open("wb") as target:
        begins = source.read(len(MAGIC))
        if begins != MAGIC:
            source.seek(0)
            while block := source.read(CHUNK):
                target.write(block)
            return
        if passphrase is None:
            raise Unsealable("This backup is sealed. Give its passphrase with --passphrase-file.")
        key = key_of(passphrase, source.read(SALT))
        try:
            for place, chunk, last in chunks(source, CHUNK + TAG):
                target.write(key.decrypt(nonce(place, last=last), chunk, MAGIC))
        except InvalidTag:
            raise Unsealable("The passphrase is wrong, or the backup is damaged.") from None
