"""A file sealed with a passphrase: scrypt, then ChaCha20-Poly1305 in chunks of 1 MiB.

Each chunk's nonce is its place and "is this the last one", so that chunks can't be swapped,
dropped or cut off unnoticed (the STREAM construction: Hoang et al., CRYPTO 2015). Nothing of what
is sealed touches the disk in the clear.
"""

import io
import secrets
import shutil
from pathlib import Path
from typing import Any, BinaryIO, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"FAIRKIOSK-BACKUP-1\n"
SALT = 16
CHUNK = 1024 * 1024
TAG = 16
SHORTEST = 8  # characters of a passphrase
# RFC 7914's interactive setting times 4: about 0.3 s and 64 MiB on a mini-PC.
COST = 2**16


class Unsealable(Exception):
    """One sentence: why the backup can't be opened."""


class NoPassphrase(Exception):
    """One sentence: why the passphrase can't be taken."""


def passphrase_in(file: Path) -> str:
    """Read the first line of a passphrase file. Raises NoPassphrase."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise NoPassphrase(f"The passphrase file {file} can't be read.") from None
    if not lines or len(lines[0]) < SHORTEST:
        raise NoPassphrase(f"A passphrase of at least {SHORTEST} characters is needed.")
    return lines[0]


def key_of(passphrase: str, salt: bytes) -> ChaCha20Poly1305:
    scrypt = Scrypt(salt=salt, length=32, n=COST, r=8, p=1)
    return ChaCha20Poly1305(scrypt.derive(passphrase.encode("utf-8")))


def nonce(place: int, *, last: bool) -> bytes:
    return place.to_bytes(11, "big") + bytes([last])


class Sealing(io.RawIOBase):
    """Seals what is written and hands it on; only `finish` says that this was all."""

    def __init__(self, into: BinaryIO, passphrase: str) -> None:
        salt = secrets.token_bytes(SALT)
        self._into, self._key, self._place = into, key_of(passphrase, salt), 0
        self._waiting = bytearray()
        into.write(MAGIC + salt)

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting += data
        while len(self._waiting) > CHUNK:  # the last one waits: it is marked
            self._hand_on(last=False)
        return len(data)

    def finish(self) -> None:
        self._hand_on(last=True)

    def _hand_on(self, *, last: bool) -> None:
        plain = bytes(self._waiting[:CHUNK])
        del self._waiting[:CHUNK]
        self._into.write(self._key.encrypt(nonce(self._place, last=last), plain, MAGIC))
        self._place += 1


class Opening(io.RawIOBase):
    """Reads what was sealed. Raises Unsealable where the passphrase is wrong or a byte differs."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        self._source, self._place = source, 0
        self._key = key_of(passphrase, source.read(SALT))
        self._next = source.read(CHUNK + TAG)
        self._plain, self._at, self._done = b"", 0, False

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        while self._at == len(self._plain) and not self._done:
            self._open_next()
        some = self._plain[self._at : self._at + len(into)]
        into[: len(some)] = some
        self._at += len(some)
        return len(some)

    def _open_next(self) -> None:
        this, self._next = self._next, self._source.read(CHUNK + TAG)
        self._done = not self._next
        try:
            self._plain = self._key.decrypt(nonce(self._place, last=self._done), this, MAGIC)
        except InvalidTag:
            wrong = "The passphrase is wrong, or the backup is damaged."
            raise Unsealable(wrong) from None
        self._at, self._place = 0, self._place + 1


def opened(source: BinaryIO, passphrase: str | None) -> BinaryIO:
    """Give what a file holds, sealed or not. Raises Unsealable."""
    begins = source.read(len(MAGIC))
    if begins != MAGIC:
        source.seek(0)
        return source
    if passphrase is None:
        raise Unsealable("This backup is sealed. Give its passphrase with --passphrase-file.")
    return cast(BinaryIO, io.BufferedReader(Opening(source, passphrase), CHUNK))


def seal(plain: Path, sealed: Path, passphrase: str) -> None:
    with plain.open("rb") as source, sealed.open("wb") as target:
        sealing = Sealing(target, passphrase)
        shutil.copyfileobj(source, sealing, CHUNK)
        sealing.finish()


def unseal(file: Path, plain: Path, passphrase: str | None) -> None:
    """Write what a backup holds to `plain`, sealed or not. Raises Unsealable."""
    with file.open("rb") as source, plain.open("wb") as target:
        shutil.copyfileobj(opened(source, passphrase), target, CHUNK)
