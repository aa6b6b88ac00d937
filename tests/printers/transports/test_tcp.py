"""Port 9100, against a printer that behaves as badly as it is told to."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from printers import PrinterError, Resolution, Size, language_of
from printers.transports import stream, tcp
from printers.transports.tcp import Tcp
from tests.printers.behaviour import Behaviour
from tests.printers.emulator import Emulator
from tests.printers.pictures import badge
from tests.printers.test_decoders import JOBS as SMALL

TSPL = language_of("tspl", Size.LABEL_50X30, Resolution(203))
JOB = TSPL.encode(badge(Size.LABEL_50X30, 203))
NAME = "job-7-1"


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printers get half a second to end the connection; real ones get five."""
    monkeypatch.setattr(tcp, "ENDS_WITHIN", 0.5)


@contextmanager
def waiting_socket() -> Iterator[int]:
    """A port whose program never takes its connection: the kernel does."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=1)) as listener:
        yield listener.getsockname()[1]


def send(port: int, job: bytes = JOB, *, asks: bool = False) -> tuple[str, str]:
    """Send a job; what is said of it: a delivery, or an error with what was sent."""
    try:
        with Tcp("127.0.0.1", port).connect() as line:
            if asks:
                line.status(TSPL)
            return line.send(job, NAME), "all"
    except PrinterError as error:
        assert not error.permanent
        return "error", error.sent


def test_a_printer_that_ends_the_connection_has_confirmed() -> None:
    with Emulator("tspl") as printer:
        assert send(printer.port, asks=True) == ("confirmed", "all")
        printer.waits_for(1)

    assert printer.codes == ["A049ANA1GVY"]


def test_ten_jobs_in_a_row_come_out_once_each() -> None:
    with Emulator("tspl") as printer:
        for _ in range(10):
            assert send(printer.port) == ("confirmed", "all")
        printer.waits_for(10)

    assert len(printer.codes) == 10


@pytest.mark.parametrize("fault", ["close_after", "reset_after"])
@pytest.mark.parametrize("at", [1, 7, 500, len(JOB) // 2, len(JOB) - 1])
def test_a_printer_that_goes_before_the_end_never_confirms(fault: str, at: int) -> None:
    behaviour = Behaviour()
    setattr(behaviour, fault, at)
    with Emulator("tspl", behaviour) as printer:
        delivery, sent = send(printer.port)

    assert (delivery, sent) == ("error", "some")
    assert not printer.labels


@pytest.mark.slow
@pytest.mark.parametrize("language", ["escpos", "zpl", "tspl", "brother"])
def test_at_every_byte_of_a_job_paper_and_word_agree(language: str) -> None:
    """Confirmed: it came out. Nothing sent: it didn't. Else nobody is told that it is done."""
    job = SMALL[language]
    step = 1 if len(job) < 300 else 11
    with Emulator(language) as printer:
        for at in (*range(0, len(job), step), len(job)):
            printer.behaviour.close_after = at
            before = len(printer.labels)
            delivery, sent = send(printer.port, job)
            out = len(printer.waits_for(before + 1, 0.05 if delivery == "error" else 5)) - before
            assert out <= 1
            if delivery == "confirmed":
                assert out == 1, at
            if sent == "nothing":
                assert out == 0, at
            assert at == len(job) or delivery == "error", at


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["close_after", "reset_after"])
def test_all_along_a_badge_a_printer_that_goes_never_confirms(fault: str) -> None:
    with Emulator("tspl") as printer:
        for at in range(0, len(JOB), 61):
            setattr(printer.behaviour, fault, at)
            delivery, sent = send(printer.port)
            assert delivery == "error", at
            assert sent == "some" or at == 0, at
        setattr(printer.behaviour, fault, None)
        assert not printer.labels
        assert send(printer.port) == ("confirmed", "all")


@pytest.mark.slow
def test_a_real_printer_has_5_seconds_to_end_the_connection() -> None:
    with waiting_socket() as port:
        began = time.monotonic()
        assert send(port) == ("taken", "all")
        assert 4.9 < time.monotonic() - began < 7


def test_an_end_that_came_before_the_last_bytes_is_no_confirmation() -> None:
    """The printer closes as soon as it has read half; its end of the connection may be here before
    the reset that the other half gets. What it never acknowledged was not delivered."""
    with Emulator("tspl", Behaviour(close_after=6000)) as printer:
        for _ in range(20):
            assert send(printer.port)[0] == "error"


@pytest.mark.usefixtures("hurried")
def test_a_busy_printer_takes_bytes_and_says_nothing() -> None:
    """Its kernel takes and acknowledges the whole job: that alone proves nothing."""
    with waiting_socket() as port:
        assert send(port) == ("taken", "all")


@pytest.mark.usefixtures("hurried")
def test_a_printer_that_answered_and_never_ends_has_taken_what_is_acknowledged() -> None:
    """Whether that is enough depends on what it usually does: a queue's affair."""
    with Emulator("tspl", Behaviour(at_eof="stay")) as printer:
        assert send(printer.port, asks=True) == ("taken", "all")
        assert printer.codes == ["A049ANA1GVY"]


@pytest.mark.usefixtures("hurried")
def test_a_printer_that_never_answers_nor_ends_confirms_nothing() -> None:
    with Emulator("tspl", Behaviour(at_eof="stay", answers="silent")) as printer:
        assert send(printer.port, asks=True) == ("taken", "all")
        assert printer.codes == ["A049ANA1GVY"]


def test_a_stalled_printer_is_given_up_with_some_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PATIENCE", 0.3)  # 15 s for real ones
    large = language_of("escpos", Size.ROLL_80, Resolution(300)).encode(badge(Size.ROLL_80, 300))
    with Emulator("escpos", Behaviour(stall_after=4000), buffer=2048) as printer:
        line = Tcp("127.0.0.1", printer.port).connect()
        line.line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        with line, pytest.raises(PrinterError) as stalled:
            line.send(large, NAME)

    assert stalled.value.sent == "some"
    assert "lid" in stalled.value.why


def test_a_label_may_come_out_after_it_was_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which is why whatever was sent is asked about and never sent again."""
    monkeypatch.setattr(tcp, "ENDS_WITHIN", 0.3)
    with Emulator("tspl", Behaviour(stall_after=2000, stall_seconds=1)) as printer:
        assert send(printer.port) == ("taken", "all")
        printer.waits_for(1)

    assert printer.codes == ["A049ANA1GVY"]


def test_nothing_was_sent_where_nobody_listens() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]

    assert send(port) == ("error", "nothing")


def test_nothing_was_sent_where_the_name_is_unknown() -> None:
    with pytest.raises(PrinterError, match="name is not known") as unknown:
        Tcp("printer.invalid").connect()

    assert unknown.value.sent == "nothing"


def test_nothing_was_sent_when_somebody_else_prints() -> None:
    with Emulator("tspl", Behaviour(refuses=True)) as printer:
        with Tcp("127.0.0.1", printer.port).connect() as other:
            other.ask(b"\x1b!?", 1)
            assert send(printer.port) == ("error", "nothing")
            assert other.send(JOB, NAME) == "confirmed"
        until = time.monotonic() + 2  # it needs a moment to listen again
        while (said := send(printer.port)) == ("error", "nothing") and time.monotonic() < until:
            time.sleep(0.02)
        assert said == ("confirmed", "all")
        assert len(printer.waits_for(2)) == 2


def test_a_printer_gone_between_status_and_job_has_nothing() -> None:
    with Emulator("tspl") as printer:
        line = Tcp("127.0.0.1", printer.port).connect()
        line.ask(b"\x1b!?", 1)
        printer._ended.set()
        time.sleep(0.2)
        with line, pytest.raises(PrinterError) as gone:
            line.send(JOB, NAME)

    assert gone.value.sent == "nothing"


def test_answers_that_nobody_asked_for_are_dropped() -> None:
    """A picture that holds a status command is answered in its middle."""
    escpos = language_of("escpos", Size.LABEL_50X30, Resolution(203))
    job = SMALL["escpos"].replace(b"\x80\x11\x80\x01", b"\x10\x04\x01\x00") * 400
    with Emulator("escpos") as printer:
        with Tcp("127.0.0.1", printer.port).connect() as line:
            assert line.send(job, NAME) == "confirmed"
        assert len(printer.waits_for(400)) == 400
        with Tcp("127.0.0.1", printer.port).connect() as line:
            assert line.status(escpos).condition == "ready"


@pytest.mark.parametrize("language", ["escpos", "zpl", "tspl", "brother"])
@pytest.mark.parametrize("condition", ["ready", "paper_out", "cover_open"])
def test_a_printer_says_how_it_is(language: str, condition: str) -> None:
    size, dpi = (Size.LABEL_62X29, 300) if language == "brother" else (Size.LABEL_50X30, 203)
    asked = language_of(language, size, Resolution(dpi))
    behaviour = Behaviour()
    behaviour.condition = condition  # type: ignore[assignment]  # one of the conditions
    with Emulator(language, behaviour) as printer:
        began = time.monotonic()
        with Tcp("127.0.0.1", printer.port).connect() as line:
            assert line.status(asked).condition == condition
        assert time.monotonic() - began < 0.9  # a silent one is given 1 s


@pytest.mark.parametrize("answers", ["silent", "late", "nonsense"])
@pytest.mark.parametrize("language", ["escpos", "zpl", "tspl", "brother"])
def test_what_is_no_answer_is_unknown_and_does_not_hold_the_label_up(
    language: str, answers: str
) -> None:
    size, dpi = (Size.LABEL_62X29, 300) if language == "brother" else (Size.LABEL_50X30, 203)
    asked = language_of(language, size, Resolution(dpi))
    behaviour = Behaviour(answers_late=4)
    behaviour.answers = answers  # type: ignore[assignment]  # one of them
    with Emulator(language, behaviour) as printer:
        began = time.monotonic()
        with Tcp("127.0.0.1", printer.port).connect() as line:
            status = line.status(asked)
        assert time.monotonic() - began < 3

    assert status.condition == "unknown"
    assert status.may_print


def test_a_flood_of_input_does_not_hold_the_line() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        line = Tcp("127.0.0.1", listener.getsockname()[1]).connect()
        flooder, _ = listener.accept()
        flooder.setblocking(False)
        with flooder, line:
            for _ in range(50):
                try:
                    flooder.send(b"x" * 65536)
                except BlockingIOError:
                    break
            began = time.monotonic()
            line.ask(b"?", 0.2)
            assert time.monotonic() - began < 3


def test_port_9100_keeps_no_list() -> None:
    assert Tcp("127.0.0.1").find(NAME) == "unknown"


@pytest.mark.parametrize("language", ["escpos", "zpl", "tspl", "brother"])
@pytest.mark.parametrize("part", [0.05, 0.4, 0.75, 0.97])
def test_after_a_torn_label_the_next_one_comes_out_whole_and_once(
    language: str, part: float
) -> None:
    """By a printer that keeps the beginning and takes the next bytes for its rest."""
    size, dpi = (Size.LABEL_62X29, 300) if language == "brother" else (Size.LABEL_50X30, 203)
    made, drawn = language_of(language, size, Resolution(dpi)), badge(size, dpi, "Anna")
    job, torn = made.encode(drawn), made.encode(badge(size, dpi, "Berta"))
    with Emulator(language, Behaviour(keeps_buffer=True)) as printer:
        printer.behaviour.close_after = int(len(torn) * part)
        assert send(printer.port, torn) == ("error", "some")
        printer.behaviour.close_after = None
        assert send(printer.port, made.filler() + job) == ("confirmed", "all")
        printer.waits_for(1)

    (label,) = printer.labels
    across = drawn.bytes_per_row
    rows = label.dots.rows
    lines = [rows[at : at + across] for at in range(0, len(rows), label.dots.bytes_per_row)]
    # On receipt paper what came out of the torn one stands above, and is not cut off.
    assert b"".join(lines[-drawn.height :]) == drawn.rows
    assert language == "escpos" or label.dots.height == drawn.height


def test_without_the_filler_a_kept_beginning_spoils_the_next_label() -> None:
    """Which shows that the filler is what helps."""
    with Emulator("tspl", Behaviour(keeps_buffer=True, close_after=6000)) as printer:
        assert send(printer.port)[0] == "error"
        printer.behaviour.close_after = None
        send(printer.port)
        printer.waits_for(1, 0.3)

    assert [label.dots for label in printer.labels] != [badge(Size.LABEL_50X30, 203)]
