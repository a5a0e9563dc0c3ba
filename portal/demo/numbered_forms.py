"""Forms printed in advance, as a morning without the portal left them: one batch closed, one half reconciled, two for the next time."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from portal.applications.models import BlankBatch, BlankForm, BlankSeries
from portal.applications.number_rules import BlankState, SpoilReason
from portal.applications.rules import FormKind
from portal.clock import JAPAN
from portal.db import db
from portal.vouchers.fee_models import Fee
from portal.vouchers.fee_rules import PaperKind
from portal.vouchers.models import Voucher
from portal.vouchers.queries import issued_by_hand

YEAR = 2026
SPOILT = (SpoilReason.MISWRITTEN, SpoilReason.SOILED, SpoilReason.APPLICANT_LEFT)


@dataclass(frozen=True)
class Story:
    """One batch: how many forms, where they went and when, how many came back entered and spoilt, and whether it is closed."""

    form: FormKind
    count: int
    made_on: date
    place: str = ""
    handed_on: date | None = None
    used: int = 0
    spoilt: int = 0
    closed_on: date | None = None
    printed: int = 1


STORIES = (
    Story(FormKind.VOUCHER, 40, date(2026, 9, 25), "健康推進課 1番窓口", date(2026, 9, 28), used=12, spoilt=3, closed_on=date(2026, 11, 2)),
    Story(FormKind.VOUCHER, 100, date(2026, 10, 5), "那珂湊支所", date(2026, 10, 6), used=5, spoilt=2),
    Story(FormKind.CERTIFICATE, 30, date(2026, 11, 18)),
    Story(FormKind.RECORD_COPY, 20, date(2026, 11, 20), printed=0),
)


def add_numbered_forms(staff: Mapping[str, int]) -> None:
    """Inside writing(), when the vouchers are in: each is entered from one number at most."""
    session = db.session()
    vouchers = issued_by_hand(_at(date(2026, 10, 7), 8), limit=50)
    first = 1
    for story in STORIES:
        before = _at(story.closed_on or date.max, 0)
        used = [voucher for voucher in vouchers if voucher.issued_at < before][: story.used]
        vouchers = vouchers[len(used) :]
        _add(story, first, used, staff)
        first += story.count
    session.add(BlankSeries(fiscal_year=YEAR, last=first - 1))


def add_past_fee() -> None:
    """What a 接種済証 cost once; free since. A page of what is disclosed costs ten yen (domain-privacy.md §2.6)."""
    days = {"starts_on": date(2021, 4, 1), "ends_on": date(2024, 3, 31)}
    db.session().add(Fee(public_id=secrets.token_hex(16), kind=PaperKind.CERTIFICATE, yen=300, added_at=_at(date(2021, 3, 25), 10), **days))
    page = {"kind": PaperKind.DISCLOSED_MONO, "yen": 10, "starts_on": date(2023, 4, 1)}
    db.session().add(Fee(public_id=secrets.token_hex(16), added_at=_at(date(2023, 3, 24), 10), **page))


def _add(story: Story, first: int, used: Sequence[Voucher], staff: Mapping[str, int]) -> None:
    session = db.session()
    batch = BlankBatch(
        public_id=secrets.token_hex(16),
        form=story.form,
        fiscal_year=YEAR,
        first=first,
        last=first + story.count - 1,
        made_at=_at(story.made_on, 9),
        made_by=staff["madoguchi"],
        printed=story.printed,
        place=story.place,
        handed_at=_at(story.handed_on, 8) if story.handed_on else None,
        handed_by=staff["madoguchi"] if story.handed_on else None,
        closed_at=_at(story.closed_on, 16) if story.closed_on else None,
        closed_by=staff["kacho"] if story.closed_on else None,
    )
    session.add(batch)
    session.flush()
    session.add_all(_form(story, batch, place, used=used, staff=staff) for place in range(story.count))
    session.flush()


def _form(story: Story, batch: BlankBatch, place: int, *, used: Sequence[Voucher], staff: Mapping[str, int]) -> BlankForm:
    """The first numbers were entered, the next spoilt, the rest of a closed batch collected."""
    form = BlankForm(public_id=secrets.token_hex(16), batch_id=batch.id, fiscal_year=YEAR, running=batch.first + place)
    if place < len(used):
        voucher = used[place]
        form.state, form.resident_id, form.voucher_id = BlankState.USED, voucher.resident_id, voucher.id
        form.ended_at, form.ended_by = voucher.issued_at, voucher.issued_by
    elif story.handed_on and place < len(used) + story.spoilt:
        form.state, form.reason = BlankState.SPOILT, SPOILT[place % len(SPOILT)]
        form.ended_at, form.ended_by = _at(story.handed_on, 17), staff["madoguchi2"]
    elif story.closed_on:
        form.state, form.ended_at, form.ended_by = BlankState.COLLECTED, _at(story.closed_on, 15), staff["madoguchi2"]
    else:
        form.state = BlankState.OPEN
    return form


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), JAPAN)
