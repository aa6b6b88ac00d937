"""The certificate that a node shows: made by itself, of the key that everybody knows it by.

Its key is the node's own, so whoever knows the node (from the invite or from `node.joined`) can
tell it apart on the line with nothing more to learn or to renew; dates and names in it mean
nothing (docs/decisions/0007-tls-between-nodes.md).
"""

import ssl
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

# RFC 5280 4.1.2.5: "no well-defined expiration date". A clock in 1970 must not matter.
BEGINS = datetime(1970, 1, 1, tzinfo=UTC)
ENDS = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def make(node_key: bytes) -> tuple[bytes, bytes]:
    """Give certificate and private key as PEM for a node's 32 key bytes; always the same ones."""
    key = Ed25519PrivateKey.from_private_bytes(node_key)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "fair kiosk")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(BEGINS)
        .not_valid_after(ENDS)
        .sign(key, None)
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return certificate.public_bytes(Encoding.PEM), private


def key_in(certificate: bytes) -> str:
    """Give the public key (hex) that a certificate (DER) shows; "" where it is no node's."""
    try:
        key = x509.load_der_x509_certificate(certificate).public_key()
    except ValueError:
        return ""
    return key.public_bytes_raw().hex() if isinstance(key, Ed25519PublicKey) else ""


def serving_context(node_key: bytes) -> ssl.SSLContext:
    """Make what a listener needs. The files that `ssl` insists on are gone when this returns."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    certificate, private = make(node_key)
    with tempfile.TemporaryDirectory() as folder:  # 0700
        for name, pem in (("cert", certificate), ("key", private)):
            (Path(folder) / name).write_bytes(pem)
        context.load_cert_chain(Path(folder) / "cert", Path(folder) / "key")
    return context


def asking_context() -> ssl.SSLContext:
    """Make what a client needs that looks at the key itself: no authority vouches for a node."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
