"""A second process makes things up ahead: in order, to the end, and its death is not taken for the end."""

import os
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from portal.db import reading
from portal.demo import load
from portal.demo.ahead import made_ahead
from portal.demo.city import city
from portal.demo.load import load_city
from portal.residents.models import Resident
from portal.vouchers.models import Voucher

PASSWORD = "mijikai-hana-no-uta"


def counted_to(most: int) -> Iterator[tuple[int, str]]:
    for number in range(most):
        yield number, "x" * 100_000


def dying_after(most: int) -> Iterator[int]:
    yield from range(most)
    os._exit(1)


@pytest.mark.thorough
def test_everything_comes_in_order() -> None:
    with made_ahead(counted_to, 20) as numbers:
        assert [number for number, _ in numbers] == list(range(20))


@pytest.mark.thorough
def test_one_that_dies_is_not_taken_for_one_that_is_done() -> None:
    with made_ahead(dying_after, 3) as numbers, pytest.raises(RuntimeError, match="ended early"):
        list(numbers)


@pytest.mark.thorough
def test_leaving_before_the_end_waits_for_nothing() -> None:
    with made_ahead(counted_to, 1_000_000) as numbers:
        assert next(numbers)[0] == 0


@pytest.mark.thorough
def test_two_processes_make_the_city_that_one_makes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "CITIZENS_A_TRANSACTION", 200)
    monkeypatch.setattr(load, "CITIZENS_A_STATEMENT", 100)
    load_city(600, 1, password=PASSWORD, progress=lambda _: None)

    expected = list(city(600, 1))
    with reading() as session:
        people = session.execute(select(Resident.resident_number, Resident.name).order_by(Resident.id)).all()
        vouchers = session.scalars(select(Voucher.number).order_by(Voucher.id)).all()
    assert [tuple(person) for person in people] == [(each.person.resident_number, each.person.name) for each in expected]
    assert list(vouchers) == [voucher.number for citizen in expected for voucher in citizen.vouchers]
