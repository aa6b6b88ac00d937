"""IPP messages as bytes: RFC 8010 (encoding) and RFC 8011 (operations and attributes), as far as a
label needs them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

VERSION = b"\x01\x01"  # 1.1: every printer takes it
OPERATION, JOB, END, PRINTER = 0x01, 0x02, 0x03, 0x04
# RFC 8010 section 3.5.2: how values are written.
INTEGER, BOOLEAN, ENUM = 0x21, 0x22, 0x23
RESOLUTION = 0x32
NAME, KEYWORD, URI, CHARSET, LANGUAGE, MIME = 0x42, 0x44, 0x45, 0x47, 0x48, 0x49
TEXTS = range(0x40, 0x60)

# RFC 8011 section 5.4.15.
PRINT_JOB, CREATE_JOB, SEND_DOCUMENT = 0x02, 0x05, 0x06
CANCEL_JOB, GET_JOB_ATTRIBUTES, GET_JOBS, GET_PRINTER_ATTRIBUTES = 0x08, 0x09, 0x0A, 0x0B

Value = int | bool | str | tuple[int, int]
Attributes = dict[str, list[Value]]
Attribute = tuple[int, str, Value | list[str]]  # its values' tag, its name, its values


class NotIpp(ValueError):
    """These bytes are no IPP message."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is below 0x0100 when it was carried out; `jobs` holds one group for each job."""

    status: int
    printer: Attributes = field(default_factory=dict)
    jobs: tuple[Attributes, ...] = ()

    @property
    def done(self) -> bool:
        return self.status < 0x0100


def request(operation: int, *attributes: Attribute) -> bytes:
    """A request with the operation's attributes in their order. It is the only one on its
    connection, so that every request has the number 1."""
    parts = [VERSION, operation.to_bytes(2), (1).to_bytes(4), bytes((OPERATION,))]
    parts += [attribute(CHARSET, "attributes-charset", "utf-8")]
    parts += [attribute(LANGUAGE, "attributes-natural-language", "en")]
    parts += [attribute(*each) for each in attributes]
    return b"".join((*parts, bytes((END,))))


def attribute(tag: int, name: str, value: Value | list[str]) -> bytes:
    """One attribute; further values have an empty name."""
    if isinstance(value, list):
        names = (name, *[""] * (len(value) - 1))
        pairs = zip(names, value, strict=True)
        return b"".join(attribute(tag, each, one) for each, one in pairs)
    if isinstance(value, bool):
        data = bytes((value,))
    elif isinstance(value, int):
        data = value.to_bytes(4, signed=True)
    else:
        data = str(value).encode()
    return bytes((tag,)) + counted(name.encode()) + counted(data)


def counted(data: bytes) -> bytes:
    return len(data).to_bytes(2) + data


def parse(data: bytes) -> Answer:
    """Read an answer. Raises NotIpp."""
    if len(data) < 9 or data[0] not in (1, 2):
        raise NotIpp(data[:16].hex())
    printer: Attributes = {}
    jobs: list[Attributes] = []
    for group, attributes in groups(data, 8):
        if group == PRINTER:
            printer |= attributes
        elif group == JOB:
            jobs.append(attributes)
    return Answer(int.from_bytes(data[2:4]), printer, tuple(jobs))


def groups(data: bytes, at: int) -> Iterator[tuple[int, Attributes]]:
    """Each group of attributes with its tag. Collections are passed over: their members stand
    between 34 and 37 and have no names of their own."""
    group, found, name, depth = 0, Attributes(), "", 0
    while at < len(data):
        tag = data[at]
        if tag < 0x10:
            if group:
                yield group, found
            group, found = tag, {}
            at += 1
            if tag == END:
                return
            continue
        said, at = field_of(data, at + 1)
        value, at = field_of(data, at)
        depth += {0x34: 1, 0x37: -1}.get(tag, 0)
        name = said.decode("utf-8", "replace") or name
        if not depth and tag not in (0x34, 0x37) and tag >= 0x20:
            found.setdefault(name, []).append(read(tag, value))
    raise NotIpp("the message has no end")


def field_of(data: bytes, at: int) -> tuple[bytes, int]:
    """A counted field, and where the next one begins."""
    end = at + 2 + int.from_bytes(data[at : at + 2])
    if end > len(data):
        raise NotIpp(f"a field at {at} goes over the end")
    return data[at + 2 : end], end


def read(tag: int, value: bytes) -> Value:
    match tag:
        case 0x21 | 0x23:
            return int.from_bytes(value, signed=True)
        case 0x22:
            return value != b"\0"
        case 0x32:  # two numbers and a unit: 3 per inch, 4 per centimetre
            across, down = int.from_bytes(value[:4]), int.from_bytes(value[4:8])
            inches = 2.54 if value[8:] == b"\x04" else 1
            return round(across * inches), round(down * inches)
        case _:
            return value.decode("utf-8", "replace")
