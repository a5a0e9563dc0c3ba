"""The two running numbers of this part, each one row that is held until the commit: no gap, and never one number for two."""

from sqlalchemy import func, select

from portal.arrivals.models import ArrivalSeries, UnregisteredSeries
from portal.db import db, held_row
from portal.errors import Refused
from portal.residents.models import Resident

USED_UP = "住登外の方に付ける番号を使い切りました。何も登録していません。システム管理者に知らせてください。"


def held_series_of(fiscal_year: int) -> ArrivalSeries:
    """Inside writing(): the row of the year, held; whoever takes another application waits here, and sees this one afterwards."""
    return held_row(ArrivalSeries, fiscal_year, fiscal_year=fiscal_year, last=0)


def held_unregistered_series(start: int) -> UnregisteredSeries:
    """Inside writing(): the row, held; whoever registers somebody else by hand waits here. `start` is the setting."""
    return held_row(UnregisteredSeries, 1, id=1, last=start - 1)


def next_unregistered_number(series: UnregisteredSeries, start: int) -> str:
    """The next 宛名番号 of the range. Refused after its last; goes on behind numbers that came in from elsewhere."""
    session = db.session()
    series.last = max(series.last, start - 1)
    if session.scalar(select(Resident.id).where(Resident.resident_number == str(series.last + 1))) is not None:
        in_range = Resident.resident_number.between(str(start), "9" * len(str(start)))
        same_length = func.length(Resident.resident_number) == len(str(start))
        series.last = int(session.scalar(select(func.max(Resident.resident_number)).where(in_range, same_length)) or series.last)
    if len(str(series.last + 1)) > len(str(start)):
        raise Refused(USED_UP)
    series.last += 1
    session.flush()
    return str(series.last)
