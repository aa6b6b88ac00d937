"""PNG: the dots as a picture that states its own size."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import ClassVar

from printers.dots import Dots, Resolution, to_image
from printers.status import Status, unknown


@dataclass(frozen=True, slots=True)
class Png:
    resolution: Resolution
    questions: ClassVar[tuple[bytes, ...]] = ()

    def encode(self, dots: Dots) -> bytes:
        """One bit per dot; pHYs says the dots per metre: 8000 at 203 dpi, 11811 at 300 (PNG,
        11.3.5.3)."""
        per_inch = self.resolution.dots_per_mm * 25.4
        out = BytesIO()
        to_image(dots).save(out, "PNG", dpi=(per_inch, per_inch))
        return out.getvalue()

    def status(self, answers: Sequence[bytes]) -> Status:
        """A picture asks nothing."""
        return unknown(answers)

    def filler(self) -> bytes:
        return b""
