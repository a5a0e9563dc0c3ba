"""What the history keeps of a value leads back to the value: an import that is taken back rests on it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.residents.consequences import FIELDS, as_text, from_text
from portal.residents.rules import Category, Movement, Protection, Sex
from portal.text.wareki import PartialDate

DAYS = st.dates(date(1868, 1, 1), date(2100, 12, 31))
TYPED: dict[str, st.SearchStrategy[Any]] = {
    "integrated_number": st.none() | st.text("0123456789", min_size=1, max_size=20),
    "birth": st.one_of(
        DAYS.map(PartialDate.from_date),
        DAYS.map(lambda day: PartialDate(day.year, day.month)),
        DAYS.map(lambda day: PartialDate(day.year)),
        st.just(PartialDate(0)),
    ),
    "sex": st.sampled_from(Sex),
    "category": st.sampled_from(Category),
    "movement": st.none() | st.sampled_from(Movement),
    "moved_on": st.none() | DAYS,
    "protection": st.none() | st.sampled_from(Protection),
    "protected_from": st.none() | DAYS,
    "protected_until": st.none() | DAYS,
}


@pytest.mark.parametrize("field", FIELDS)
@given(data=st.data())
def test_every_value_of_every_field_comes_back_as_it_was(field: str, data: st.DataObject) -> None:
    value = data.draw(TYPED.get(field, st.text(max_size=20)))

    back = from_text(field, as_text(value))

    assert back == value
    assert type(back) is type(value)
