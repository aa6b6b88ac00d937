"""IPP by its bytes, and what a printer's attributes say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers import Condition
from printers.transports import ipp_message as ipp
from printers.transports.ipp_message import Attributes
from printers.transports.ipp_status import status_of

# Typed from RFC 8010, appendix A.2: the answer to Print-Job.
PRINT_JOB_ANSWER = (
    b"\x01\x01\x00\x00\x00\x00\x00\x01"
    b"\x01\x47\x00\x12attributes-charset\x00\x05utf-8"
    b"\x48\x00\x1battributes-natural-language\x00\x05en-us"
    b"\x41\x00\x0estatus-message\x00\x0dsuccessful-ok"
    b"\x02\x21\x00\x06job-id\x00\x04\x00\x00\x00\x93"
    b"\x45\x00\x07job-uri\x00\x25ipp://printer.example.com/ipp/job/147"
    b"\x23\x00\x09job-state\x00\x04\x00\x00\x00\x03\x03"
)


def test_a_request_is_these_bytes() -> None:
    said = ipp.request(
        ipp.GET_JOBS,
        (ipp.URI, "printer-uri", "ipp://p/ipp/print"),
        (ipp.KEYWORD, "requested-attributes", ["job-id", "job-name"]),
        (ipp.INTEGER, "limit", 50),
        (ipp.BOOLEAN, "my-jobs", True),
    )

    assert said == (
        b"\x01\x01\x00\x0a\x00\x00\x00\x01"
        b"\x01\x47\x00\x12attributes-charset\x00\x05utf-8"
        b"\x48\x00\x1battributes-natural-language\x00\x02en"
        b"\x45\x00\x0bprinter-uri\x00\x11ipp://p/ipp/print"
        b"\x44\x00\x14requested-attributes\x00\x06job-id"
        b"\x44\x00\x00\x00\x08job-name"
        b"\x21\x00\x05limit\x00\x04\x00\x00\x00\x32"
        b"\x22\x00\x07my-jobs\x00\x01\x01"
        b"\x03"
    )


def test_an_answer_is_read() -> None:
    answer = ipp.parse(PRINT_JOB_ANSWER)

    assert answer.done
    (job,) = answer.jobs
    assert job["job-id"] == [147]
    assert job["job-state"] == [3]
    assert job["job-uri"] == ["ipp://printer.example.com/ipp/job/147"]


def test_resolutions_are_dots_per_inch_and_collections_are_passed_over() -> None:
    answer = ipp.parse(
        b"\x02\x00\x00\x00\x00\x00\x00\x01\x04"
        b"\x32\x00\x03res\x00\x09\x00\x00\x01\x2c\x00\x00\x01\x2c\x03"
        b"\x32\x00\x00\x00\x09\x00\x00\x00\x50\x00\x00\x00\x50\x04"
        b"\x34\x00\x09media-col\x00\x00"
        b"\x4a\x00\x00\x00\x01x\x21\x00\x00\x00\x04\x00\x00\x00\x07"
        b"\x37\x00\x00\x00\x00"
        b"\x22\x00\x02ok\x00\x01\x00\x03"
    )

    assert answer.printer == {"res": [(300, 300), (203, 203)], "ok": [False]}


@given(st.binary(max_size=200))
def test_what_is_no_message_is_refused(data: bytes) -> None:
    for wrong in (data, PRINT_JOB_ANSWER[:9] + data):
        try:
            ipp.parse(wrong)
        except ipp.NotIpp:
            continue


@pytest.mark.parametrize("length", range(len(PRINT_JOB_ANSWER)))
def test_a_torn_message_is_refused(length: int) -> None:
    with pytest.raises(ipp.NotIpp):
        ipp.parse(PRINT_JOB_ANSWER[:length])


@pytest.mark.parametrize(
    ("state", "reasons", "condition"),
    [
        (3, ["none"], "ready"),
        (4, ["none"], "ready"),
        (3, ["marker-supply-low-report"], "ready"),
        (3, ["media-low-warning"], "near_end"),
        (5, ["media-empty"], "paper_out"),
        (5, ["media-empty-error", "cover-open-error"], "cover_open"),
        (5, ["media-needed-error"], "paper_out"),
        (3, ["media-empty-warning"], "near_end"),  # another tray's
        (5, ["door-open"], "cover_open"),
        (5, ["media-jam-error"], "jam"),
        (5, ["paused"], "paused"),
        (5, ["none"], "paused"),
        (5, ["com.example.flux-error"], "error"),
        (3, ["cups-waiting-for-job-completed-report"], "ready"),
    ],
)
def test_reasons_are_conditions(state: int, reasons: list[str], condition: Condition) -> None:
    printer: Attributes = {"printer-state": [state], "printer-state-reasons": list(reasons)}

    assert status_of(printer).condition == condition


def test_a_printer_that_accepts_no_jobs_is_paused_and_one_that_says_nothing_unknown() -> None:
    closed: Attributes = {"printer-state": [3], "printer-is-accepting-jobs": [False]}

    assert status_of(closed).condition == "paused"
    assert status_of({}).condition == "unknown"
