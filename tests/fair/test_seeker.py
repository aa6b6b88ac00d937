"""What somebody says at the desk is read by the rules of a list's cells (domain.md, section 4)."""

from datetime import date

import pytest

from fair.desk import Warned
from fair.seeker import Told, describe

DAY = date(2027, 1, 12)


@pytest.mark.parametrize("said", ["无", "没有", "/", " - "])
def test_a_word_for_none_in_the_certificate_is_no_certificate(said: str) -> None:
    described = describe(Told(name="李四", certificate=said), today=DAY)
    assert described.warnings == []
    assert not {"certificate", "certificate_text"} & described.fields.keys()


def test_a_word_for_none_in_the_phone_is_a_bad_phone() -> None:
    described = describe(Told(name="李四", phone="没有"), today=DAY)
    assert described.warnings == [Warned("phone", "bad_phone")]
    assert described.fields["phone"] == "没有"


def test_a_certificate_that_fails_its_check_is_kept_and_told() -> None:
    described = describe(Told(certificate="残99号"), today=DAY)
    assert described.warnings == [Warned("certificate", "certificate_mismatch")]
    assert described.fields["certificate_text"] == "残99号"
