"""The demo's 使用管理簿, 持出管理簿 and 受入簿: lines of two 年度 in every state, as the steps of the circle would have left them.

They use the media and lists that are there (portal/demo/media.py, loaded before) and count the days back from the day of loading, so that
something is always out, something late, something waiting.
"""

import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_rules import SignsAs
from portal.accounts.models import Section
from portal.db import db
from portal.demo.media_stories import STORIES, Story
from portal.media.copy_models import Copy, CopyEnd, Lending
from portal.media.lending_rules import CLEAN
from portal.media.line_models import Correction, LineEvent, MediaRequest, RequestTerminal, RequestWorker, Signature
from portal.media.models import Destination, ListedSystem, ListedTerminal, MediaSeries, Medium, Worker
from portal.media.number_rules import SERIES_OF, Series
from portal.media.rules import CopyKind, Decision, Employer, Encryption, How, Kind, State, Step, Thing

APPROVED = (State.APPROVED, State.HANDED, State.RETURNED, State.CLOSED, State.WITHDRAWN)
OUT = (State.HANDED, State.RETURNED, State.CLOSED)
BACK = (State.RETURNED, State.CLOSED)
DECISIONS = {State.SENT_BACK: Decision.SEND_BACK, State.REFUSED: Decision.REFUSE}
TOLD = {Decision.APPROVE: "media:line:approve", Decision.SEND_BACK: "media:line:send-back", Decision.REFUSE: "media:line:refuse"}
FIRST_COPY = {Thing.MEDIUM: CopyKind.STICK, Thing.PAPERS: CopyKind.PAPERS, Thing.TERMINAL: CopyKind.DEVICE}
PLACES = {CopyKind.PAPERS: "書類かばんの中", CopyKind.DEVICE: "タブレットの中", CopyKind.BROUGHT: "窓口で受け取った媒体"}
RESULTS = {
    How.ERASED: "復元ソフトで読めないことを確かめた",
    How.PUT_BACK: "枚数を数え、元の棚に戻した",
    How.SENT_BACK: "中身を数え、受領の印をもらって返した",
}
LAW = "番号法第9条第1項・予防接種法第9条の3"


class Lists:
    """What the lines may name, as the tables have it. Media in the order of their numbers."""

    def __init__(self, staff: Mapping[str, int]) -> None:
        session = db.session()
        self.staff = staff
        self.section: int = session.scalars(select(Section.id).where(Section.code == "kenko")).one()
        self.media = list(session.scalars(select(Medium).where(Medium.section_id == self.section).order_by(Medium.running)))
        self.workers = {each.staff_id: each.id for each in session.scalars(select(Worker).where(Worker.employer == Employer.CITY))}
        self.terminals = list(session.scalars(select(ListedTerminal.id).order_by(ListedTerminal.id)))
        self.systems = list(session.scalars(select(ListedSystem.id).order_by(ListedSystem.id)))
        self.places = {each.kind: each.id for each in session.scalars(select(Destination))}

    def worker(self, login_name: str) -> int:
        return self.workers[self.staff[login_name]]


def add_media_lines(staff: Mapping[str, int]) -> None:
    """Inside writing(), when the media are in; nothing when lines are there already, or no media. `staff`: ids by login name."""
    session = db.session()
    lists = Lists(staff)
    if not lists.media or session.scalar(select(MediaRequest.id).limit(1)) is not None:
        return
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    counted: Counter[tuple[Series, int]] = Counter()
    ends: list[CopyEnd] = []
    for story in sorted(STORIES, key=lambda each: -each.days):
        asked_at = (now - timedelta(days=story.days)).replace(hour=9 if story.days else 8)
        key = (SERIES_OF[story.kind], clock.fiscal_year(asked_at.date()))
        counted[key] += 1
        row = _line(story, asked_at, lists, place=(key[1], counted[key]))
        session.add(row)
        session.flush()
        _tell(row, list(_steps(story, row, lists, ends)))
    for end in sorted(ends, key=lambda each: each.noted_at):
        key = (Series.END, clock.fiscal_year(end.noted_at.date()))
        counted[key] += 1
        end.fiscal_year, end.running = key[1], counted[key]
    session.add_all(ends)
    session.add_all(MediaSeries(series=series, fiscal_year=year, last=last) for (series, year), last in counted.items())
    session.flush()


def _line(story: Story, asked_at: datetime, lists: Lists, *, place: tuple[int, int]) -> MediaRequest:
    requester = lists.staff[story.by]
    is_medium = story.thing is Thing.MEDIUM and story.kind is not Kind.BRING_IN
    return MediaRequest(
        public_id=secrets.token_hex(16),
        kind=story.kind,
        thing=story.thing,
        fiscal_year=place[0],
        running=place[1],
        state=story.state,
        section_id=lists.section,
        holder_id=lists.section,
        requester_id=requester,
        responsible_id=requester,
        asked_at=asked_at,
        waits_for=lists.section if story.state is State.ASKED else None,
        is_blanket=story.is_blanket,
        medium_id=lists.media[story.medium].id if is_medium else None,
        thing_words=story.thing_words,
        purpose=story.purpose,
        legal_ground=LAW,
        data_name=story.data,
        data_columns="宛名番号、氏名、生年月日、券番号、接種回数、接種日",
        condition_words="令和8年度に接種券を発行した方",
        people=story.people,
        is_specific=story.is_specific,
        from_system_id=lists.systems[0],
        to_system_id=lists.systems[1] if is_medium else None,
        copies_allowed=1 if story.copies else 0,
        encryption=lists.media[story.medium].encryption if is_medium else Encryption.NONE,
        starts_at=asked_at + timedelta(hours=1),
        ends_at=asked_at + timedelta(hours=story.hours),
        **_carried(story, lists),
        sender=story.sender,
        closed_at=asked_at + timedelta(hours=8) if story.state is State.CLOSED else None,
        closed_by=lists.staff["kacho"] if story.state is State.CLOSED else None,
    )


def _carried(story: Story, lists: Lists) -> dict[str, Any]:
    """Of what leaves the room; a longer list goes with two."""
    if story.kind is not Kind.TAKE_OUT:
        return {}
    companion = lists.worker("daicho2" if story.by != "daicho2" else "daicho") if story.people > 500 else None
    way = {"carrier_id": lists.worker(story.by), "companion_id": companion, "route": "市役所から公用車で直行", "locked_case": True}
    return way | {"destination_id": lists.places[story.place] if story.place else None, "sealed": story.thing is Thing.PAPERS}


Told = tuple[datetime, str, int, str]


def _steps(story: Story, row: MediaRequest, lists: Lists, ends: list[CopyEnd]) -> Iterator[Told]:
    """Adds what each step leaves, and tells the steps in their order."""
    staff = lists.staff
    yield row.asked_at, "media:line:ask", row.requester_id, ""
    if story.kind is not Kind.BRING_IN:
        db.session().add(RequestWorker(request_id=row.id, worker_id=lists.worker(story.by)))
        db.session().add(RequestTerminal(request_id=row.id, terminal_id=lists.terminals[1 if story.thing is Thing.MEDIUM else 3]))
    decision = DECISIONS.get(story.state, Decision.APPROVE if story.state in APPROVED else None)
    if decision is not None:
        at, signer = row.asked_at + timedelta(minutes=40), staff["daiketsu" if story.is_deputy else "kacho"]
        db.session().add(_signature(story, row, decision, at=at, signer=signer))
        yield at, TOLD[decision], signer, story.words
    if story.state is State.WITHDRAWN:
        yield row.asked_at + timedelta(hours=2), "media:line:withdraw", row.requester_id, "当日の作業がなくなった"
    if story.state in OUT:
        yield from _out(story, row, lists, ends)
    if story.state is State.CLOSED:
        yield row.asked_at + timedelta(hours=8), "media:line:close", staff["kacho"], ""
    for item, was, becomes, reason in story.corrections:
        at = row.asked_at + timedelta(days=1)
        said = {"item": item, "was": was, "becomes": becomes, "reason": reason}
        db.session().add(Correction(ledger=SERIES_OF[row.kind], line_id=row.id, at=at, by=row.requester_id, **said))


def _signature(story: Story, row: MediaRequest, decision: Decision, *, at: datetime, signer: int) -> Signature:
    reviewed = story.is_deputy and story.days > 3
    return Signature(
        public_id=secrets.token_hex(16),
        request_id=row.id,
        requester_id=row.requester_id,
        round=1,
        step=Step.HOLDER,
        section_id=row.holder_id,
        decision=decision,
        words=story.words,
        signed_by=signer,
        signed_as=SignsAs.DEPUTY if story.is_deputy else SignsAs.CHIEF,
        at=at,
        reviewed_at=at + timedelta(days=1) if reviewed else None,
        reviewed_by=row.closed_by if reviewed else None,
    )


def _out(story: Story, row: MediaRequest, lists: Lists, ends: list[CopyEnd]) -> Iterator[Told]:
    custodian, handed_at = lists.staff["baitai"], row.asked_at + timedelta(hours=2)
    back_at = row.asked_at + timedelta(hours=6) if story.state in BACK else None
    brought = story.kind is Kind.BRING_IN and story.thing is Thing.MEDIUM
    lending = Lending(
        request_id=row.id,
        medium_id=row.medium_id,
        handed_at=handed_at,
        handed_by=custodian,
        handed_to=lists.worker(story.by),
        due_at=row.ends_at,
        virus_tool="庁内のウイルス対策ソフト" if brought else "",
        virus_checked_at=handed_at if brought else None,
        virus_result=CLEAN if brought else "",
        started_at=handed_at + timedelta(minutes=30),
        started_by=row.requester_id,
        anomaly=story.anomaly,
        returned_at=back_at,
        received_by=custodian if back_at else None,
        brought_by=story.by_name if back_at else "",
    )
    if back_at:
        lending.ended_at, lending.ended_by = back_at - timedelta(minutes=20), row.requester_id
    db.session().add(lending)
    yield handed_at, "media:line:hand", custodian, ""
    yield handed_at + timedelta(minutes=30), "media:line:start", row.requester_id, ""
    if back_at:
        yield back_at, "media:line:return", custodian, story.anomaly
    for copy in _copies(story, row, lists, handed_at):
        db.session().add(copy)
        db.session().flush()
        if story.state is State.CLOSED or (story.state is State.RETURNED and story.ends_noted):
            ends.append(_end(story, copy, row, custodian=custodian))


def _copies(story: Story, row: MediaRequest, lists: Lists, at: datetime) -> Iterator[Copy]:
    kind = CopyKind.BROUGHT if row.kind is Kind.BRING_IN else FIRST_COPY[row.thing]
    place = PLACES.get(kind) or lists.media[story.medium].number.shown
    by = {"request_id": row.id, "noted_at": at, "people": row.people}
    named = {"file_name": story.file if row.medium_id else "", "medium_id": row.medium_id}
    yield Copy(public_id=secrets.token_hex(16), kind=kind, place=place, noted_by=lists.staff["baitai"], **by, **named)
    if story.copies:
        on = {"kind": CopyKind.TERMINAL, "place": "KENKO-07", "terminal_id": lists.terminals[1], "file_name": story.file}
        yield Copy(public_id=secrets.token_hex(16), noted_by=row.requester_id, **on, **by)


def _end(story: Story, copy: Copy, row: MediaRequest, *, custodian: int) -> CopyEnd:
    done = row.asked_at + timedelta(hours=6, minutes=30)
    how = {CopyKind.PAPERS: How.PUT_BACK, CopyKind.BROUGHT: How.SENT_BACK}.get(copy.kind, How.ERASED)
    confirmed = story.state is State.CLOSED
    return CopyEnd(
        public_id=secrets.token_hex(16),
        copy_id=copy.id,
        how=how,
        tool="消去ソフト(3回上書き)" if how is How.ERASED else "",
        passes=3 if how is How.ERASED else None,
        began_at=done - timedelta(minutes=10),
        ended_at=done,
        place="健康推進課 執務室",
        result=RESULTS[how],
        noted_at=done,
        performed_by=row.requester_id,
        confirmed_at=done + timedelta(minutes=30) if confirmed else None,
        confirmed_by=custodian if confirmed else None,
    )


def _tell(row: MediaRequest, told: list[Told]) -> None:
    for at, what, by, words in sorted(told, key=lambda each: each[0]):
        db.session().add(LineEvent(request_id=row.id, at=at, by=by, what=what, words=words))
