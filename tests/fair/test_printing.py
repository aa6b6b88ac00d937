"""What becomes of a print job, whatever its printer did."""

import itertools

from fair.printing import after_delivery, after_error, pause


def test_only_a_job_of_which_nothing_was_sent_waits_again() -> None:
    for sent, permanent in itertools.product(("nothing", "some", "all"), (False, True)):
        state = after_error(sent, permanent=permanent)  # type: ignore[arg-type]
        assert (state == "queued") == (sent == "nothing" and not permanent)
        assert (state == "failed") == (sent == "nothing" and permanent)


def test_a_printer_that_never_confirms_is_believed_and_one_that_usually_does_is_not() -> None:
    for answered in (False, True):
        assert after_delivery(confirmed=True, confirms=None, answered=answered) == "done"
        assert after_delivery(confirmed=False, confirms=False, answered=answered) == "done"
        assert after_delivery(confirmed=False, confirms=True, answered=answered) == "in_doubt"


def test_of_an_unknown_printer_only_one_that_answers_is_believed() -> None:
    assert after_delivery(confirmed=False, confirms=None, answered=True) == "done"
    assert after_delivery(confirmed=False, confirms=None, answered=False) == "in_doubt"


def test_pauses_double_up_to_half_a_minute() -> None:
    seconds = [pause(failures).total_seconds() for failures in range(1, 9)]
    assert seconds == [1, 2, 4, 8, 16, 30, 30, 30]
    assert pause(10**6).total_seconds() == 30
