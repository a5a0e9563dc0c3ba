"""Papers of the 媒体台帳: labels, the result of a stock-take. Each printing is recorded; pages are made between the doors."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_queries import section_names
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import reading, writing
from portal.errors import Refused, refuse_if
from portal.media.label_documents import A_SHEET, MOST_LABELS, Label, label_pdf
from portal.media.medium_queries import seen_media
from portal.media.medium_rules import MediumFacts, standing_of
from portal.media.models import Medium
from portal.media.rules import MEDIUM_KIND_WORDS, STANDING_WORDS
from portal.media.stocktake_documents import DifferenceOnSheet, MediumOnSheet, StocktakeSheet, stocktake_pdf
from portal.media.stocktake_queries import DifferenceLine, StocktakePage, media_now, show_one
from portal.media.stocktake_rules import FOUND_WORDS, Found
from portal.text.wareki import format_datetime, format_short_datetime
from portal.vouchers.kept_paper import refusing_unprintable

NONE_CHOSEN = "ラベルを作る媒体を選んでください。"
TOO_MANY = f"一度に作れるラベルは{MOST_LABELS}枚までです。媒体を減らして、分けて作ってください。"
NO_SUCH_PLACE = f"ラベル用紙の位置は1から{A_SHEET}までです。左上が1、右へ数えます。"


def print_labels(chosen: Sequence[str], first_place: int, *, staff: SignedIn) -> bytes:
    """`chosen`: public ids; by number. Raises Refused: none, too many, no such place, a character that cannot be printed."""
    refuse_if(NO_SUCH_PLACE if not 1 <= first_place <= A_SHEET else None)
    refuse_if(TOO_MANY if len(chosen) > MOST_LABELS else None)
    with reading() as session:
        found = select(Medium).where(Medium.public_id.in_(chosen), seen_media(staff))
        media = list(session.scalars(found.order_by(Medium.fiscal_year, Medium.running)))
        sections = section_names()
    if not media:
        raise Refused(NONE_CHOSEN)
    labels = [
        Label(row.number.shown, row.number.figures, sections[row.section_id], MEDIUM_KIND_WORDS[row.kind], row.serial) for row in media
    ]
    with refusing_unprintable("ラベルは作っていません。"):
        pdf = label_pdf(labels, first_place=first_place, made_at=clock.now())
    with writing():
        record(Event.LABEL_PRINT, by=staff.actor, facts={"media": len(media)})
    return pdf


def print_stocktake(public_id: str, *, staff: SignedIn) -> bytes:
    """Raises NotFound, Refused."""
    page = show_one(public_id, staff=staff)
    with reading():
        media, facts = media_now(page.row.stocktake.section_id)
    now = clock.now()
    with refusing_unprintable("印刷していません。"):
        pdf = stocktake_pdf(stocktake_sheet(page, media, facts, now), made_at=now)
    with writing():
        record(Event.STOCKTAKE_PRINT, by=staff.actor)
    return pdf


def stocktake_sheet(page: StocktakePage, media: Sequence[Medium], facts: dict[int, MediumFacts], now: datetime) -> StocktakeSheet:
    """What the paper says; media registered after the close are left out."""
    stocktake = page.row.stocktake
    read = {line.scan.medium_id: line.scan for line in page.scans if line.scan.medium_id is not None}
    not_seen = {line.difference.medium_id for line in page.differences if line.difference.found is Found.NOT_SEEN}
    rows = []
    for medium in media:
        if stocktake.closed_at is not None and medium.registered_at > stocktake.closed_at:
            continue
        scan = read.get(medium.id)
        result = f"確認 {format_short_datetime(scan.at)}" if scan else "確認できない" if medium.id in not_seen else "対象外"
        what = f"{MEDIUM_KIND_WORDS[medium.kind]} {medium.maker} {medium.model} {medium.serial}"
        standing = STANDING_WORDS[standing_of(facts[medium.id])]
        rows.append(MediumOnSheet(medium.number.shown, what, medium.place, standing, result, medium.id in not_seen))
    closed = f"{format_datetime(stocktake.closed_at)} {page.row.closed_by}" if stocktake.closed_at else "まだ締めていません"
    different = f"違い {len(page.differences):,}件(未解決 {page.unsettled:,}件)"
    counts = f"保管場所にあるはずの媒体 {page.expected:,}件、読み取った番号 {page.read:,}件、{different}"
    started = f"{format_datetime(stocktake.started_at)} {page.row.started_by}"
    differences = [_difference(line) for line in page.differences]
    return StocktakeSheet(page.row.section, started, closed, counts, rows, differences, format_datetime(now))


def _difference(line: DifferenceLine) -> DifferenceOnSheet:
    given = line.difference
    settled = f"{given.settled_words}({format_short_datetime(given.settled_at)} {line.settled_by})" if given.settled_at else "未解決"
    return DifferenceOnSheet(given.number, FOUND_WORDS[given.found], given.words, settled)
