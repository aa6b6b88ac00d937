"""The node's own Ed25519 key: its public half, and the points it signs (sync.md, Facts)."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from fair.operation import point_text
from kiosk.store.identity import Identity


def new_key() -> bytes:
    """Draw a private key (32 bytes)."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key(node_key: bytes) -> str:
    return Ed25519PrivateKey.from_private_bytes(node_key).public_key().public_bytes_raw().hex()


def sign_point(who: Identity, log: str, seq: int, hash_: str) -> str:
    key = Ed25519PrivateKey.from_private_bytes(who.node_key)
    return key.sign(point_text(who.fair, log, seq, hash_)).hex()


def point_holds(key: str, fair: str, log: str, seq: int, hash_: str, signature: str) -> bool:
    """Say whether the node with this public key signed this point."""
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(signature), point_text(fair, log, seq, hash_))
    except (ValueError, InvalidSignature):
        return False
    return True
