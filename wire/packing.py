"""Bodies on the wire are compressed; what unpacks to more than it may is refused unread."""

import zlib

LEVEL = 3  # JSON of facts shrinks to a third; higher levels cost more time than they save bytes


class TooMuch(ValueError):
    """It would unpack to more than the limit: a zip bomb, or no body of ours."""


class NotPacked(ValueError):
    """It isn't zlib, or it is cut off."""


def pack(plain: bytes) -> bytes:
    """Compress (zlib, RFC 1950: HTTP's `deflate`)."""
    return zlib.compress(plain, LEVEL)


def unpack(packed: bytes, most: int) -> bytes:
    """Decompress at most `most` bytes; memory stays below that. Raises TooMuch, NotPacked."""
    reader = zlib.decompressobj()
    try:
        plain = reader.decompress(packed, most + 1)
    except zlib.error as error:
        raise NotPacked(str(error)) from None
    if len(plain) > most:
        raise TooMuch(f"more than {most} bytes")
    if not reader.eof or reader.unused_data:
        raise NotPacked("cut off, or followed by something else")
    return plain
