"""What becomes of a print job, whatever its printer did."""

import itertools

from fair.printing import after_delivery, after_error, pause


def test_only_a_job_of_which_nothing_was_sent_waits_again() -> None:
    for sent, permanent in itertools.product(("nothing", "some", "all"), (False, True)):
        state = after_error(sent, permanent=permanent)  # type: ignore[arg-type]
        assert (state == "queued") == (sent == "nothing" and not permanent)
        assert (state == "failed") == (sent == "nothing" and permanent)


def test_a_printer_that_never_confirms_is_believed_and_one_that_usually_does_is_not() -> None:
    assert after_delivery(confirmed=True, confirms=None) == "done"
    assert after_delivery(confirmed=False, confirms=False) == "done"
    assert after_delivery(confirmed=False, confirms=True) == "in_doubt"
    assert after_delivery(confirmed=False, confirms=None) == "in_doubt"


def test_pauses_double_up_to_half_a_minute() -> None:
    seconds = [pause(failures).total_seconds() for failures in range(1, 9)]
    assert seconds == [1, 2, 4, 8, 16, 30, 30, 30]
    assert pause(10**6).total_seconds() == 30
