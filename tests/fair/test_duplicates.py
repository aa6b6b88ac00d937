import time

from hypothesis import given
from hypothesis import strategies as st

from fair.duplicates import CROWD, Likeness, Pair, alike, are_two_people, find_pairs, likeness

FEW = st.sampled_from(["", "1", "2"])
PEOPLE = st.lists(st.builds(Likeness, FEW, FEW, FEW, FEW, FEW, FEW), max_size=12)
ANNA = likeness(name="Anna Berg", phone="169 1111 2222")


@given(PEOPLE)
def test_pairs_are_exactly_the_people_who_are_alike(people: list[Likeness]) -> None:
    expected = {
        (first, second): reason
        for first in range(len(people))
        for second in range(first + 1, len(people))
        if (reason := alike(people[first], people[second]))
    }

    assert {(pair.first, pair.second): pair.reason for pair in find_pairs(people)} == expected


@given(PEOPLE)
def test_likeness_knows_no_order(people: list[Likeness]) -> None:
    assert all(alike(one, other) == alike(other, one) for one in people for other in people)


def test_three_alike_are_three_pairs() -> None:
    assert find_pairs([ANNA] * 3) == [
        Pair(0, 1, "probable", "same_name_and_phone"),
        Pair(0, 2, "probable", "same_name_and_phone"),
        Pair(1, 2, "probable", "same_name_and_phone"),
    ]


def test_father_and_son_with_two_valid_numbers_are_two_people() -> None:
    father = likeness(id_number="1" * 18, name="高平平", phone="16994147379", certificate="c")
    son = likeness(id_number="2" * 18, name="高平平", phone="16994147379", certificate="c")

    assert are_two_people(father, son)
    assert alike(father, son) is None


def test_a_phone_alone_and_a_name_alone_say_nothing() -> None:
    assert alike(likeness(name="张三", phone="1234"), likeness(name="李四", phone="1234")) is None
    assert alike(likeness(name="张三", phone="没有"), likeness(name="张三", phone="没有")) is None


def test_a_pair_is_told_once_with_its_strongest_reason() -> None:
    once = likeness(id_number="1" * 18, name="张三", phone="16911112222", village="双河村")

    assert find_pairs([once, once]) == [Pair(0, 1, "certain", "same_id_number")]


def test_spelling_hides_nobody() -> None:
    assert alike(ANNA, likeness(name="anna  berg", phone="+86 16911112222"))


def test_a_form_copied_down_a_whole_sheet_gives_one_pair_for_each_copy() -> None:
    began = time.perf_counter()
    pairs = find_pairs([ANNA] * 20_000)

    assert len(pairs) == 19_999
    assert {second for _, second in ((pair.first, pair.second) for pair in pairs)} == set(
        range(1, 20_000)
    )
    assert time.perf_counter() - began < 5


def test_in_a_crowd_two_valid_numbers_are_still_two_people() -> None:
    crowd = [likeness(id_number=f"{n:018}", name="张三", phone="1234") for n in range(CROWD * 2)]

    assert find_pairs(crowd) == []
    assert len(find_pairs([likeness(name="张三", phone="1234"), *crowd])) == CROWD * 2
