"""What a set of facts says: the last writer, field by field, and who had seen whom (sync.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fair.clock import Order


@dataclass(frozen=True, slots=True)
class Write:
    """One operation that set fields; `seen` are the writes that its writer had before the eyes."""

    order: Order
    fields: Mapping[str, Any]
    seen: frozenset[str]


@dataclass(frozen=True, slots=True)
class Settled:
    """A field's value, the writes it rests on, and the values that lost without being seen."""

    value: Any
    heads: tuple[str, ...]
    others: tuple[Any, ...]


def settle(writes: Iterable[Write]) -> dict[str, Settled]:
    """Say what each field holds, whatever order the writes arrived in.

    A write that another has seen is behind it, whatever the clocks say; of those that nobody has
    seen the last counts, and different values beside it are kept for a person to settle.
    """
    written = list(writes)
    if len(written) == 1:  # almost always
        only = written[0]
        return {name: Settled(only.fields[name], (only.order.op,), ()) for name in
                sorted(only.fields)}  # fmt: skip
    settled = {}
    for name in sorted({name for write in written for name in write.fields}):
        of_field = sorted(
            (write for write in written if name in write.fields), key=lambda write: write.order
        )
        behind = {op for write in of_field for op in write.seen}
        heads = [write for write in of_field if write.order.op not in behind] or of_field[-1:]
        value = heads[-1].fields[name]
        others = []
        for write in heads[:-1]:
            if (other := write.fields[name]) != value and other not in others:
                others.append(other)
        settled[name] = Settled(value, tuple(write.order.op for write in heads), tuple(others))
    return settled
