"""3,000 requests that make no sense: no 5xx, no trace, and the next check-in works."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from kiosk.settings import Kiosk
from kiosk.web.app import make_app
from tests.kiosk.conftest import Caller, caller, fair, kiosk, station

pytestmark = pytest.mark.slow

__all__ = ["caller", "fair", "kiosk", "station"]
PATHS = (
    "/check-ins", "/check-ins/x/undo", "/seekers", "/badges/bind", "/badges/withdraw", "/releases",
    "/visits", "/visits/x/outcome", "/batches", "/nothing", "/check-ins/%00/undo",
)  # fmt: skip
ODD: tuple[Any, ...] = (
    *(None, True, -1, 1e308, "", "\0", "A" * 5000, "=cmd", "\u202e", [], {}, [[[[]]]]),
    *({"a": {"b": {}}}, "A-0001", "00000000000", "2027-01-12", "😀" * 50, "' OR 1=1 --"),
)
FIELDS = (
    *("code", "scan_id", "at", "name", "phone", "groups", "wish", "reason", "level", "calls"),
    *("badge_number", "check_in", "birth_date", "outcome", "job", "seen", "unknown"),
)


def nonsense(dice: random.Random) -> bytes:
    body = {name: dice.choice(ODD) for name in dice.sample(FIELDS, dice.randint(0, 6))}
    if dice.random() < 0.5:
        body["scan_id"] = f"{dice.randrange(16**32):032x}"
    data = json.dumps(body).encode()
    kind = dice.random()
    if kind < 0.15:
        return data[: dice.randint(0, len(data))]
    if kind < 0.25:
        return bytes(dice.randrange(256) for _ in range(dice.randint(0, 60)))
    if kind < 0.3:
        return b"[" * dice.randint(1, 3000)
    return data


def test_three_thousand_malformed_requests(caller: Callable[..., Caller]) -> None:
    dice = random.Random(7)
    callers = [
        caller("entrance"),
        caller("booth", booth="A01"),
        caller("desk"),
        caller("organizer"),
    ]
    for _ in range(3000):
        status, answer = dice.choice(callers).send(dice.choice(PATHS), nonsense(dice))
        assert status < 500, answer
        assert "Traceback" not in json.dumps(answer)
    _, walk_in = callers[0].post("/seekers", check_in=False)
    assert callers[0].post("/check-ins", code=walk_in["code"])[1]["verdict"] == "admitted"


def test_the_description_is_true_under_schemathesis(
    kiosk: Kiosk, caller: Callable[..., Caller]
) -> None:
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", make_app(kiosk))
    tokens = {
        "booth": caller("booth", booth="A01").token,
        "desk": caller("desk").token,
    }
    fuzzed = 0
    for result in described.get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr]
        fuzz(operation, tokens["booth" if "/visits" in operation.path else "desk"])
        fuzzed += 1
    assert fuzzed >= 11


def fuzz(operation: Any, token: str) -> None:
    @settings(
        max_examples=25,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy())
    def each(case: Any) -> None:
        answer = case.call(
            headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
        )
        assert answer.status_code < 500
        if answer.status_code == 200 and case.method == "POST":
            assert {"verdict", "answers"} & set(answer.json())

    each()
