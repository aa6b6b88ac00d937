"""Sealing for certain nodes only: age (age-encryption.org/v1) to their Ed25519 keys.

age takes ssh-ed25519 keys as receivers, so a node's one key signs and opens; nothing else has to
be handed over at pairing.
"""

import base64
import secrets
import struct
from collections.abc import Iterable

import pyrage
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from wire.signing import private

SSH = b"ssh-ed25519"


def new_secret() -> bytes:
    """Draw a key for one bundle (32 bytes)."""
    return secrets.token_bytes(32)


class NotForUs(ValueError):
    """It was sealed for other nodes, or it is damaged."""


def ssh_name(key: str) -> str:
    """Write a public key (hex) as OpenSSH does."""
    raw = bytes.fromhex(key)
    packed = struct.pack(">I", len(SSH)) + SSH + struct.pack(">I", len(raw)) + raw
    return f"{SSH.decode()} {base64.b64encode(packed).decode()}"


def seal(plain: bytes, keys: Iterable[str]) -> bytes:
    """Encrypt so that whoever holds one of these keys can read it; nobody else can."""
    receivers = [pyrage.ssh.Recipient.from_str(ssh_name(key)) for key in keys]
    sealed: bytes = pyrage.encrypt(plain, receivers)
    return sealed


def unseal(sealed: bytes, node_key: bytes) -> bytes:
    """Decrypt with this node's own key. Raises NotForUs."""
    opened = private(node_key).private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    try:
        plain: bytes = pyrage.decrypt(sealed, [pyrage.ssh.Identity.from_buffer(opened)])
    except pyrage.DecryptError as error:
        raise NotForUs(str(error)) from None
    return plain
