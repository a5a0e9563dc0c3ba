"""券番号: ten digits that run on, unique in the city."""

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from portal.db import db
from portal.errors import Refused
from portal.vouchers.models import Voucher, VoucherSeries

HIGHEST = 9_999_999_999
USED_UP = "券番号(10桁)を使い切りました。何も発行していません。システム管理者に知らせてください。"


def next_number() -> str:
    """Inside writing(): the row is held until the commit, so two issues never draw one number. Refused after the last of ten digits."""
    session = db.session()
    series = _held_series()
    if series.last < HIGHEST and session.scalar(select(Voucher.id).where(Voucher.number == f"{series.last + 1:010}")) is not None:
        # Vouchers came in from elsewhere since: go on behind the highest of them.
        series.last = _highest_in_use()
    if series.last >= HIGHEST:
        raise Refused(USED_UP)
    series.last += 1
    session.flush()
    return f"{series.last:010}"


def _held_series() -> VoucherSeries:
    session = db.session()
    if series := session.get(VoucherSeries, 1, with_for_update=True):
        return series
    insert = insert_on_postgresql if db.engine.dialect.name == "postgresql" else insert_on_sqlite
    session.execute(insert(VoucherSeries).values(id=1, last=_highest_in_use()).on_conflict_do_nothing())
    return session.get_one(VoucherSeries, 1, with_for_update=True)


def _highest_in_use() -> int:
    """Ten digits with leading zeros sort as the numbers do."""
    return int(db.session().scalar(select(func.max(Voucher.number))) or 0)
