from qda._wording import many


def test_one_is_one_and_none_are_many():
    assert [many(n, "act") for n in (0, 1, 2)] == ["0 acts", "1 act", "2 acts"]
    assert [many(n, "coding of people", "codings of people") for n in (1, 3)] == ["1 coding of people", "3 codings of people"]
