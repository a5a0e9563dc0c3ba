"""A household read: who is registered together, without anybody whose whereabouts are hidden."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.db import db
from portal.residents.models import Resident
from portal.residents.queries import ResidentView, view_of
from portal.residents.rules import RecordState

HIDDEN = "支援措置の方です。所在が知られないよう、世帯の方は表示しません。所属長に引き継いでください。"
NO_HOUSEHOLD = "世帯番号の登録がないため、世帯の方はわかりません。住民登録を確かめてください。"
MOST = 100


@dataclass(frozen=True)
class Household:
    """The members, the eldest first and the person among them; or why they are not listed."""

    members: list[ResidentView]
    why_not: str | None = None


def household_of(resident: ResidentView, day: date, *, lapses: bool) -> Household:
    """Inside a door. Nobody under 支援措置 is listed for anybody, nor is it said that somebody was left out."""
    if resident.shield.hidden:
        return Household([], HIDDEN)
    if not resident.household_number:
        return Household([], NO_HOUSEHOLD)
    together = (Resident.household_number == resident.household_number, Resident.record_state == RecordState.CURRENT)
    found = select(Resident).where(*together).order_by(Resident.birth, Resident.id).limit(MOST)
    views = [view_of(row, day, lapses=lapses) for row in db.session().scalars(found)]
    return Household([view for view in views if not view.shield.hidden])
