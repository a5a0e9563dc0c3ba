"""The demo's forms printed in advance: batches in every state, and nothing in them that the rules would refuse."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.applications.models import BlankBatch, BlankForm, BlankSeries
from portal.applications.number_rules import BlankState
from portal.applications.queries import count_batches, counts_by_state
from portal.db import reading
from portal.demo.load import load_city
from portal.vouchers.models import Voucher
from tests.people import PASSWORD

pytestmark = pytest.mark.thorough


def test_batches_of_every_state_are_there_and_each_paper_has_one_number(app: Flask) -> None:
    load_city(2000, 1, password=PASSWORD, progress=lambda _: None)

    with reading() as session:
        batches = list(session.scalars(select(BlankBatch).order_by(BlankBatch.first)))
        used = list(session.execute(select(BlankForm, Voucher).join(Voucher, Voucher.id == BlankForm.voucher_id)))
        last = session.scalar(select(BlankSeries.last))
        counts = counts_by_state()
        assert count_batches() == 4
        assert session.scalar(select(BlankForm.id).where(BlankForm.batch_id == batches[0].id, BlankForm.state == BlankState.OPEN)) is None
    assert [(bool(batch.closed_at), bool(batch.handed_at), bool(batch.printed)) for batch in batches] == [
        (True, True, True),
        (False, True, True),
        (False, False, True),
        (False, False, False),
    ]
    assert (last, sum(counts.values())) == (190, 190)
    assert len(used) == counts[BlankState.USED] > 5
    assert all(voucher.issued_at >= batches[1].handed_at and voucher.resident_id == form.resident_id for form, voucher in used)
