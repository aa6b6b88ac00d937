"""A node's Ed25519 key: the points of its logs and the requests that it signs (sync.md)."""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from fair.operation import point_text


def new_key() -> bytes:
    """Draw a private key (32 bytes)."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


@lru_cache(maxsize=8)
def private(node_key: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(node_key)


@lru_cache(maxsize=8)
def public_key(node_key: bytes) -> str:
    """Give the public half, hex."""
    return private(node_key).public_key().public_bytes_raw().hex()


def sign(node_key: bytes, text: bytes) -> str:
    """Sign bytes; give the signature in hex."""
    return private(node_key).sign(text).hex()


def holds(key: str, text: bytes, signature: str) -> bool:
    """Say whether the node with this public key signed these bytes."""
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(signature), text)
    except (ValueError, InvalidSignature):
        return False
    return True


def sign_point(node_key: bytes, fair: str, log: str, seq: int, hash_: str) -> str:
    return sign(node_key, point_text(fair, log, seq, hash_))


def point_holds(key: str, fair: str, log: str, seq: int, hash_: str, signature: str) -> bool:
    """Say whether the node with this public key signed this point."""
    return holds(key, point_text(fair, log, seq, hash_), signature)
