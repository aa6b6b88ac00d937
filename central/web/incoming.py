"""How much of a request is read before the application sees it: chunks only of known nodes."""

from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

from wire import answering
from wire.sessions import Sessions

FORM_BYTES = 256 * 1024  # nobody uploads anything here


def read_bodies_of(server: Any, sessions: Sessions) -> None:
    """Let a waitress server read long bodies only of nodes that have an exchange open.

    Whoever sends more than it may is answered without its body, and its connection ends.
    """

    class Request(HTTPRequestParser):
        def received(self, data: bytes) -> int:
            taken: int = super().received(data)
            if self.headers_finished and not self.error and self.too_much():
                self.close()
                self.body_rcv, self.completed, self.expect_continue = None, True, False
                self.headers["CONTENT_LENGTH"] = str(self.size())
                self.headers["CONNECTION"] = "close"
            return taken

        def size(self) -> int:
            kept: int = 0 if self.body_rcv is None else self.body_rcv.__len__()
            return max(int(self.content_length), kept)

        def too_much(self) -> bool:
            if not self.path.startswith(answering.PREFIX):
                return self.size() > FORM_BYTES
            nonce = self.headers.get("EXCHANGE_NONCE", "")
            return self.size() > answering.largest_body(self.path, nonce, sessions)

    class Channel(HTTPChannel):
        parser_class = Request

    for each in list(server._map.values()):
        if hasattr(each, "channel_class"):
            each.channel_class = Channel
