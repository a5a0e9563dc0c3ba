"""What follows from the register, as tables of cases: ages by law, shields, refusals, the words of a change."""

from datetime import date

import pytest

from portal.residents.rules import (
    CATEGORY_WORDS,
    FIELD_WORDS,
    MOVEMENT_WORDS,
    PROTECTION_WORDS,
    SEX_WORDS,
    Category,
    Movement,
    Protection,
    Sex,
    Shield,
    age_on,
    age_words,
    change_words,
    shield,
)
from portal.text.wareki import PartialDate

DAY = date(2026, 11, 24)


def born(key: str) -> PartialDate:
    return PartialDate.from_key(key)


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        ("1948-05-14", date(2026, 5, 12), 77),
        ("1948-05-14", date(2026, 5, 13), 78),  # the year is complete on the day before
        ("1948-05-14", date(2026, 5, 14), 78),
        ("1948-05-14", date(2026, 12, 31), 78),
        ("1948-05-14", date(2027, 1, 1), 78),
        ("2026-11-24", DAY, 0),
        ("2026-11-24", date(2027, 11, 22), 0),
        ("2026-11-24", date(2027, 11, 23), 1),
        ("2000-01-01", date(2025, 12, 30), 25),
        ("2000-01-01", date(2025, 12, 31), 26),
        ("2000-01-01", date(2026, 1, 1), 26),
        ("2000-12-31", date(2025, 12, 29), 24),
        ("2000-12-31", date(2025, 12, 30), 25),
        ("2000-12-31", date(2025, 12, 31), 25),
        ("2000-12-31", date(2026, 1, 1), 25),
        ("2000-02-29", date(2001, 2, 27), 0),
        ("2000-02-29", date(2001, 2, 28), 1),
        ("2000-02-29", date(2001, 3, 1), 1),
        ("2000-02-29", date(2004, 2, 27), 3),
        ("2000-02-29", date(2004, 2, 28), 4),
        ("2000-02-29", date(2004, 2, 29), 4),
        ("2000-03-01", date(2001, 2, 27), 0),
        ("2000-03-01", date(2001, 2, 28), 1),  # born in a leap year, complete in one that is none
        ("2001-03-01", date(2004, 2, 28), 2),
        ("2001-03-01", date(2004, 2, 29), 3),  # and the other way round
        ("2001-02-28", date(2004, 2, 26), 2),
        ("2001-02-28", date(2004, 2, 27), 3),
    ],
)
def test_a_year_is_complete_on_the_day_before_the_birthday(birth: str, day: date, age: int) -> None:
    assert age_on(born(birth), day) == age


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        ("1948-05-00", date(2026, 5, 29), 77),  # the last day of the month counts: nobody is made older than proven
        ("1948-05-00", date(2026, 5, 30), 78),
        ("1948-12-00", date(2026, 12, 29), 77),
        ("1948-12-00", date(2026, 12, 30), 78),
        ("1948-02-00", date(2026, 2, 28), 78),
        ("1948-02-00", date(2026, 2, 27), 77),
        ("1948-00-00", date(2026, 12, 29), 77),
        ("1948-00-00", date(2026, 12, 30), 78),
        ("1948-00-00", DAY, 77),
        ("0000-00-00", DAY, None),
        ("2026-11-25", DAY, None),
        ("2026-11-00", DAY, None),
        ("2026-00-00", DAY, None),
    ],
)
def test_unknown_parts_make_nobody_older(birth: str, day: date, age: int | None) -> None:
    assert age_on(born(birth), day) == age


@pytest.mark.parametrize(
    ("birth", "words"),
    [
        ("1948-05-14", "78歳"),
        ("1948-11-25", "78歳(誕生日は明日)"),
        ("1948-11-24", "78歳"),
        ("1948-11-26", "77歳"),
        ("1948-10-25", "78歳"),
        ("1948-12-25", "77歳"),
        ("1948-00-00", "77歳以上"),
        ("1948-11-00", "77歳以上"),
        ("0000-00-00", "年齢不明"),
        ("2026-11-24", "0歳"),
        ("2027-01-01", "年齢不明"),
    ],
)
def test_the_age_says_when_the_resident_would_say_one_less(birth: str, words: str) -> None:
    assert age_words(born(birth), DAY) == words


def test_the_eve_of_a_birthday_on_new_year_is_in_december() -> None:
    assert age_words(born("1948-01-01"), date(2026, 12, 31)) == "79歳(誕生日は明日)"


@pytest.mark.parametrize(
    ("protection", "until", "lapses", "expected"),
    [
        (None, None, False, Shield(hidden=False)),
        (None, date(2020, 1, 1), True, Shield(hidden=False)),
        (Protection.STALKING, None, False, Shield(hidden=True)),
        (Protection.STALKING, None, True, Shield(hidden=True)),
        (Protection.CHILD_ABUSE, DAY, True, Shield(hidden=True)),  # the last day itself
        (Protection.CHILD_ABUSE, date(2026, 11, 23), False, Shield(hidden=True, lapsed=True)),
        (Protection.CHILD_ABUSE, date(2026, 11, 23), True, Shield(hidden=False, lapsed=True)),
        (Protection.OTHER, date(2026, 11, 25), True, Shield(hidden=True)),
    ],
)
def test_a_shield_holds_until_the_register_lifts_it(
    protection: Protection | None, until: date | None, lapses: bool, expected: Shield
) -> None:
    assert shield(protection, until, DAY, lapses=lapses) == expected


@pytest.mark.parametrize(
    ("field", "old", "new", "words"),
    [
        ("address", "田彦9604番地", "津田9733番地", "住所が「田彦9604番地」から「津田9733番地」に変わった。"),
        ("phone", "", "029-000-4471", "電話番号に「029-000-4471」が入った。"),
        ("building", "見本荘101", "", "方書「見本荘101」がなくなった。"),
        ("address", "", "", "住所が変わった(内容は表示しません)。"),
        ("sex", "1", "2", "性別が「男」から「女」に変わった。"),
        ("category", "1", "3", "住民区分が「住民」から「転出」に変わった。"),
        ("movement", "", "05", "異動事由に「死亡」が入った。"),
        ("protection", "2", "", "支援措置「ストーカー行為」がなくなった。"),
        ("birth", "1948-05-00", "1948-05-14", "生年月日が「昭和23年5月(日不詳)」から「昭和23年5月14日」に変わった。"),
        ("moved_on", "", "2026-11-04", "異動日に「令和8年11月4日」が入った。"),
        ("protected_from", "", "2026-11-04", "支援措置の開始日に「令和8年11月4日」が入った。"),
        ("protected_until", "2026-11-04", "", "支援措置の終了日「令和8年11月4日」がなくなった。"),
        ("name", "2", "1", "氏名が「2」から「1」に変わった。"),  # words of another column are not mixed in
        ("nickname", "a", "b", "nicknameが「a」から「b」に変わった。"),
    ],
)
def test_a_change_reads_as_a_sentence(field: str, old: str, new: str, words: str) -> None:
    assert change_words(field, old, new) == words


def test_every_code_has_its_word() -> None:
    for words, codes in ((SEX_WORDS, Sex), (CATEGORY_WORDS, Category), (MOVEMENT_WORDS, Movement), (PROTECTION_WORDS, Protection)):
        assert set(words) == set(codes)
    assert len(set(FIELD_WORDS.values())) == len(FIELD_WORDS)
