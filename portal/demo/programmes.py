"""The two programmes of the demo city: the COVID one that has ended, and an invented one that is running."""

from datetime import date

from sqlalchemy import select

from portal.db import db
from portal.demo.doses import COVID, LAST_COVID_DAY
from portal.demo.vouchers import INTERVAL_DAYS, MINIMUM_AGE, RESIDENT
from portal.programmes.models import Programme


def add_programmes() -> None:
    """Adds the programmes that are not there yet, inside writing()."""
    session = db.session()
    known = set(session.scalars(select(Programme.code)))
    session.add_all(programme for programme in _programmes() if programme.code not in known)
    session.flush()


def _programmes() -> list[Programme]:
    return [
        Programme(
            code=COVID,
            name="新型コロナウイルスワクチン 特例臨時接種",
            legal_ground="予防接種法附則7条1項(令和4年法律第96号による改正前)・同法6条3項",
            kind_digit="2",
            screening_kind_digit="1",
            starts_on=date(2021, 2, 17),
            ends_on=LAST_COVID_DAY,
            doses=7,
            minimum_age=0,
            interval_days=90,
        ),
        Programme(
            code=RESIDENT,
            name="令和8年度 住民接種",
            legal_ground="予防接種法6条3項(住民接種)",
            kind_digit="2",
            screening_kind_digit="1",
            starts_on=date(2026, 9, 1),
            ends_on=None,
            doses=2,
            minimum_age=MINIMUM_AGE,
            interval_days=INTERVAL_DAYS,
        ),
    ]
