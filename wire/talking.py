"""The side that asks: one exchange's line to another node, pinned, signed, bounded."""

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wire import certificate, invite, messages, requests
from wire.messages import BadMessage, Message

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 30.0
ANY = "any"  # a node's key that is only looked at


class NoTalk(Exception):
    """Why there was no answer to work with.

    `code`: unreachable, wrong_key, not_paired, busy, full, other_protocol, or what the other side
    said; `retry_after` seconds where it named some.
    """

    def __init__(self, code: str, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node is asked. `key` is its public key (hex) or its fingerprint; None: the address's
    own certificate vouches for it.
    """

    address: str
    key: str | None


@lru_cache(maxsize=1)
def pinned() -> ssl.SSLContext:
    return certificate.asking_context()


@lru_cache(maxsize=1)
def vouched() -> ssl.SSLContext:
    return ssl.create_default_context()


class Line:
    """One connection to one node. Not for two threads at once."""

    def __init__(self, place: Place) -> None:
        host, port = invite.host_and_port(place.address)
        context = pinned() if place.key is not None else vouched()
        self.place = place
        self.key = ""
        self._line = http.client.HTTPSConnection(
            host, port, timeout=CONNECT_SECONDS, context=context
        )

    def connect(self) -> None:
        """Open the connection and look at the key. Raises NoTalk."""
        try:
            self._line.connect()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise NoTalk("unreachable", why(error)) from error
        if self.place.key is not None:
            shown = self._line.sock.getpeercert(binary_form=True)
            self.key = certificate.key_in(shown or b"")
            known = {self.key, invite.fingerprint(self.key)} if self.key else set()
            if self.place.key not in known and self.place.key != ANY:
                self.close()
                raise NoTalk("wrong_key")
        self._line.sock.settimeout(ANSWER_SECONDS)

    def ask(self, path: str, body: bytes, headers: Mapping[str, str]) -> Message:
        """Send one message, as it is, and read the answer. Raises NoTalk."""
        try:
            self._line.request("POST", path, body, {**headers, "Accept-Encoding": messages.PACKED})
            response = self._line.getresponse()
            data = response.read(messages.LARGEST_PACKED + 1)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise NoTalk("unreachable", why(error)) from error
        try:
            if len(data) > messages.LARGEST_PACKED:
                raise BadMessage("too large")
            plain = messages.unpack(data, response.headers.get("Content-Encoding", ""))
            said = messages.read(plain)
        except BadMessage as bad:
            self.close()
            after = seconds(response.headers.get("Retry-After"))
            busy = response.status in (429, 502, 503, 504)
            raise NoTalk("busy" if busy else "no_exchange_there", str(bad), after) from bad
        if response.status != 200:
            self.close()
            after = seconds(response.headers.get("Retry-After"))
            code = said.says.get("error")
            detail = response.headers.get("Exchange-Why", "")
            raise NoTalk(code if isinstance(code, str) else "refused", detail, after)
        return said

    def close(self) -> None:
        self._line.close()


def why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__


def seconds(said: str | None) -> float | None:
    """Read Retry-After; a date there (RFC 9110 10.2.3) would need a clock, and counts as none."""
    return min(float(said), 3600.0) if said and said.isascii() and said.isdigit() else None


def key_at(address: str) -> str:
    """Give the key (hex) of the node that listens at an address, "" where none does.

    Whoever asks must know the key from somewhere else before it means anything. Raises NoTalk.
    """
    line = Line(Place(address, ANY))
    try:
        line.connect()
        return line.key
    finally:
        line.close()


class Talk:
    """One exchange with one node about one fair, as the side that asks.

    `node` and `key` (private) are ours; `to` is the other node's public key (hex), as it is known
    from `node.joined` or from pairing.
    """

    def __init__(self, line: Line, fair: str, node: str, key: bytes, *, to: str) -> None:
        self._line = line
        self._fair = fair
        self._node = node
        self._key = key
        self._to = to
        self._nonce = ""
        self._count = 0
        self.protocol = messages.SPEAKS[1]

    def hello(self, about: Mapping[str, Any]) -> dict[str, Any]:
        """Open the exchange; give what the other side says of itself. Raises NoTalk."""
        said = self.say("hello", {"speaks": messages.SPEAKS, **about}).says
        nonce, protocol = said.get("nonce"), messages.spoken(said.get("speaks"))
        if not isinstance(nonce, str) or protocol is None:
            raise NoTalk("other_protocol")
        self._nonce, self.protocol = nonce, protocol
        return said

    def say(self, verb: str, says: Mapping[str, Any], lines: bytes = b"") -> Message:
        """Send one message of this exchange. Raises NoTalk."""
        path = f"/exchange/v1/{self._fair}/{verb}"
        body, encoding = messages.pack(messages.write(says, lines, protocol=self.protocol))
        if self._nonce:
            self._count += 1
        signed = requests.stamp(
            *(self._key, self._node, "POST", path, body),
            nonce=self._nonce,
            count=self._count,
            to=self._to,
        )
        headers = {**signed, "Content-Type": "application/jsonl", "Content-Encoding": encoding}
        return self._line.ask(path, body, headers)
