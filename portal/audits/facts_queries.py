"""What the media ledgers say to each point of the check sheet: one statement or two a point, never a resident's name (R5-2)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from portal import clock
from portal.accounts.chief_rules import SignsAs
from portal.audits.rules import Fact, Point
from portal.db import db
from portal.media.copy_models import Copy, CopyEnd, Lending
from portal.media.line_models import Correction, MediaRequest, Signature
from portal.media.models import Medium
from portal.media.number_rules import SERIES_OF, Number, Series
from portal.media.rules import ENCRYPTION_WORDS, KIND_WORDS, STRONG, Condition, Encryption, How, Kind, State, Thing

MOST_NUMBERS = 30
SAMPLES = 5
LOOKED_AT_ON_SITE = "帳簿からは分かりません。現地で見るか、聞き取って答えてください。"
WENT_OUT = (State.HANDED, State.RETURNED, State.CLOSED)
Named = tuple[str, str]  # a number as it is shown, with the public id of its line or medium
_NAMES = (MediaRequest.kind, MediaRequest.fiscal_year, MediaRequest.running, MediaRequest.public_id)


@dataclass(frozen=True)
class Scope:
    """What is audited; `opens`, `closes`: the office's hours."""

    section_id: int | None
    first: date
    last: date
    opens: int
    closes: int
    now: datetime

    @property
    def asked(self) -> tuple[ColumnElement[bool], ...]:
        """The lines asked for within the period."""
        start, end = clock.hours_of(self.first)[0], clock.hours_of(self.last)[1]
        period = (MediaRequest.asked_at >= start, MediaRequest.asked_at < end)
        if self.section_id is None:
            return period
        return (*period, or_(MediaRequest.section_id == self.section_id, MediaRequest.holder_id == self.section_id))

    @property
    def media(self) -> tuple[ColumnElement[bool], ...]:
        return () if self.section_id is None else (Medium.section_id == self.section_id,)


def facts_of(scope: Scope) -> dict[Point, Fact]:
    """Inside a door: every point in the order of the check sheet."""
    return {point: find(scope) for point, find in _FINDERS.items()}


def _volume(scope: Scope) -> Fact:
    taken = MediaRequest.state.in_(WENT_OUT)
    counted = select(
        MediaRequest.kind, func.count(), func.count().filter(taken), func.coalesce(func.sum(MediaRequest.people).filter(taken), 0)
    )
    found = db.session().execute(counted.where(*scope.asked, ~MediaRequest.is_blanket).group_by(MediaRequest.kind))
    told = {kind: (asked, done, people) for kind, asked, done, people in found}
    words = [
        f"{KIND_WORDS[kind]}: 申請{told[kind][0]:,}件、実施{told[kind][1]:,}件、延べ{told[kind][2]:,}人分" for kind in Kind if kind in told
    ]
    return Fact("。".join(words) + "。" if words else "期間中の申請はありません。")


def _not_closed(scope: Scope) -> Fact:
    late = (MediaRequest.state.in_((State.HANDED, State.RETURNED)), MediaRequest.ends_at < scope.now)
    return _lines(select(MediaRequest).where(*scope.asked, *late), "期間を過ぎて完結していない記録")


def _not_erased(scope: Scope) -> Fact:
    ended = exists().where(CopyEnd.copy_id == Copy.id, CopyEnd.confirmed_at.is_not(None))
    open_copy = exists().where(Copy.request_id == MediaRequest.id, ~ended)
    return _lines(select(MediaRequest).where(*scope.asked, open_copy), "消去・廃棄の確認が済んでいない複製のある記録")


def _late_return(scope: Scope) -> Fact:
    late = exists().where(Lending.request_id == MediaRequest.id, Lending.returned_at > Lending.due_at)
    return _lines(select(MediaRequest).where(*scope.asked, late), "返却予定を過ぎて返却された記録")


def _same_person(scope: Scope) -> Fact:
    same = or_(Lending.handed_by == MediaRequest.requester_id, Lending.received_by == MediaRequest.requester_id)
    found = select(MediaRequest).join(Lending, Lending.request_id == MediaRequest.id).where(*scope.asked, same)
    return _lines(found, "申請者本人が渡したか受け取った記録")


def _unusual_hours(scope: Scope) -> Fact:
    """Compared here and not by the database: the hour is Japan's, and the two engines keep moments differently."""
    rows = db.session().execute(
        select(*_NAMES, Lending.handed_at)
        .join(Lending, Lending.request_id == MediaRequest.id)
        .where(*scope.asked)
        .order_by(MediaRequest.id)
    )
    unusual = [
        _named(kind, year, running, public_id)
        for kind, year, running, public_id, at in rows
        if not scope.opens <= at.hour < scope.closes or at.weekday() >= 5
    ]
    return _numbers(unusual, f"{scope.opens}時より前、{scope.closes}時以降、土日の貸出・持出")


def _deputy_unread(scope: Scope) -> Fact:
    unread = exists().where(Signature.request_id == MediaRequest.id, Signature.signed_as == SignsAs.DEPUTY, Signature.reviewed_at.is_(None))
    return _lines(select(MediaRequest).where(*scope.asked, unread), "代決のまま後閲されていない記録")


def _beyond_leave(scope: Scope) -> Fact:
    beyond = exists().where(Copy.request_id == MediaRequest.id, Copy.beyond_leave)
    return _lines(select(MediaRequest).where(*scope.asked, beyond), "許可した数を超えた複製のある記録")


def _anomaly(scope: Scope) -> Fact:
    told = exists().where(Lending.request_id == MediaRequest.id, Lending.anomaly != "")
    return _lines(select(MediaRequest).where(*scope.asked, told), "異常が記録された使用")


def _encryption(scope: Scope) -> Fact:
    of_media = (
        MediaRequest.kind == Kind.TAKE_OUT,
        MediaRequest.thing != Thing.PAPERS,
        MediaRequest.is_personal,
        MediaRequest.state.in_(WENT_OUT),
    )
    counted = select(MediaRequest.encryption, func.count()).where(*scope.asked, *of_media).group_by(MediaRequest.encryption)
    told: dict[Encryption, int] = dict(db.session().execute(counted).all())
    if not told:
        return Fact("個人情報を媒体・端末で持ち出した記録はありません。")
    words = "、".join(f"{ENCRYPTION_WORDS[each]}{told[each]:,}件" for each in Encryption if each in told)
    return Fact(f"媒体・端末による持出の保護: {words}。", calls=any(each not in STRONG for each in told))


def _lost(scope: Scope) -> Fact:
    lost = exists().where(
        Copy.request_id == MediaRequest.id, CopyEnd.copy_id == Copy.id, CopyEnd.how == How.LOST, CopyEnd.rejected_at.is_(None)
    )
    lines = _numbers_of(select(MediaRequest).where(*scope.asked, lost))
    media = _media(scope, Medium.condition == Condition.LOST)
    return _numbers([*lines, *media], "紛失した複製のある記録と、紛失になっている媒体")


def _media_unseen(scope: Scope) -> Fact:
    standing = Medium.condition.not_in((Condition.DISPOSED, Condition.LOST))
    return _numbers(
        _media(scope, standing, or_(Medium.seen_on.is_(None), Medium.seen_on < scope.first)), "期間中の棚卸で確認されていない媒体"
    )


def _media_expired(scope: Scope) -> Fact:
    usable = (Medium.condition == Condition.USABLE, Medium.permitted_until < scope.now.date())
    return _numbers(_media(scope, *usable), "許可期間が切れたままの媒体")


def _corrections(scope: Scope) -> Fact:
    of_lines = Correction.ledger.in_((Series.USE, Series.TAKE_OUT, Series.BRING_IN))
    corrected = exists().where(Correction.line_id == MediaRequest.id, of_lines)
    return _lines(select(MediaRequest).where(*scope.asked, corrected), "訂正のある記録", calls=False)


def _on_site(_scope: Scope) -> Fact:
    return Fact(LOOKED_AT_ON_SITE)


def _sample(scope: Scope) -> Fact:
    """Five lines spread evenly over the period: the same five whenever the facts are gathered."""
    found = _numbers_of(select(MediaRequest).where(*scope.asked, MediaRequest.state.in_(WENT_OUT)))
    if not found:
        return Fact("期間中に実施した記録はありません。")
    count = min(SAMPLES, len(found))
    numbers, public_ids = zip(*(found[place * len(found) // count] for place in range(count)), strict=True)
    return Fact("抜き取りの候補です。実物と相手方の記録に当たってください。", numbers, public_ids=public_ids)


def _media(scope: Scope, *which: ColumnElement[bool]) -> list[Named]:
    columns = select(Medium.fiscal_year, Medium.running, Medium.public_id).where(*scope.media, *which).order_by(Medium.id)
    return [(Number(Series.MEDIUM, year, running).shown, public_id) for year, running, public_id in db.session().execute(columns)]


def _lines(found: Select[MediaRequest], what: str, *, calls: bool = True) -> Fact:
    return _numbers(_numbers_of(found), what, calls=calls)


def _numbers_of(found: Select[MediaRequest]) -> list[Named]:
    return [_named(*name) for name in db.session().execute(found.with_only_columns(*_NAMES).order_by(MediaRequest.id))]


def _named(kind: Kind, fiscal_year: int, running: int, public_id: str) -> Named:
    return Number(SERIES_OF[kind], fiscal_year, running).shown, public_id


def _numbers(found: Sequence[Named], what: str, *, calls: bool = True) -> Fact:
    if not found:
        return Fact(f"{what}はありません。")
    more = f"(先の{MOST_NUMBERS}件を載せます)" if len(found) > MOST_NUMBERS else ""
    numbers, public_ids = zip(*found[:MOST_NUMBERS], strict=True)
    return Fact(f"{what}が{len(found):,}件あります{more}。", numbers, calls, public_ids)


_FINDERS: dict[Point, Callable[[Scope], Fact]] = {
    Point.VOLUME: _volume,
    Point.NOT_CLOSED: _not_closed,
    Point.NOT_ERASED: _not_erased,
    Point.LATE_RETURN: _late_return,
    Point.SAME_PERSON: _same_person,
    Point.UNUSUAL_HOURS: _unusual_hours,
    Point.DEPUTY_UNREAD: _deputy_unread,
    Point.BEYOND_LEAVE: _beyond_leave,
    Point.ANOMALY: _anomaly,
    Point.ENCRYPTION: _encryption,
    Point.LOST: _lost,
    Point.MEDIA_UNSEEN: _media_unseen,
    Point.MEDIA_EXPIRED: _media_expired,
    Point.CORRECTIONS: _corrections,
    Point.CABINET: _on_site,
    Point.SAMPLE: _sample,
    Point.PROCEDURE: _on_site,
}
