"""Much of everything in the media ledger, for pages that must not ask more of the database when there is more to show."""

from datetime import date

from portal import clock
from portal.db import writing
from portal.media.medium_models import Difference, MediumEvent, Renewal, RenewalMedium, Stocktake, StocktakeScan
from portal.media.medium_step_rules import MediumStep
from portal.media.models import Medium
from portal.media.rules import State
from portal.media.stocktake_rules import Found
from tests.media.rows import add, add_destination, add_line, add_medium, add_system, add_terminal, add_worker, section_id
from tests.people import staff_id


def many_media(count: int) -> dict[str, str]:
    """The arguments of the pages' addresses."""
    with writing():
        media = [add_medium(permitted_until=date(2027, 3, 30)) for _ in range(count)]
        for number in range(count):
            add_system(f"システム{number}")
            add_terminal(f"KENKO-{number}")
            add_destination(name=f"持出先{number}")
            add_worker()
            add_line(State.CLOSED, medium_id=media[0].id, closed_at=clock.now(), closed_by=staff_id("kacho"))
            line = add_line(State.ASKED, medium_id=media[0].id)
        _told(media)
        renewal, stocktake = _renewal(media), _stocktake(media)
    of_one = ("media.show_medium", "media.edit_medium", "media.review_loss")
    of_a_line = dict.fromkeys(("media.show_line", "media.show_repetition"), line.public_id)
    of_all = of_a_line | {"media.show_renewal": renewal.public_id, "media.show_stocktake": stocktake.public_id}
    return dict.fromkeys(of_one, media[0].public_id) | of_all


def _told(media: list[Medium]) -> None:
    for _ in media:
        add(MediumEvent(medium_id=media[0].id, at=clock.now(), by=staff_id("baitai"), what=MediumStep.CHANGE, words="保管場所"))


def _renewal(media: list[Medium]) -> Renewal:
    asked = {"section_id": section_id(), "fiscal_year": 2026, "asked_at": clock.now(), "asked_by": staff_id("baitai")}
    renewal = add(Renewal(public_id="e" * 32, **asked))
    for medium in media:
        add(RenewalMedium(renewal_id=renewal.id, medium_id=medium.id))
    return renewal


def _stocktake(media: list[Medium]) -> Stocktake:
    """Closed ones before it; half read, half not, by now."""
    now, custodian = clock.now(), staff_id("baitai")
    started = {"section_id": section_id(), "started_on": now.date(), "started_at": now, "started_by": custodian}
    before = [add(Stocktake(public_id=f"{number:032}", closed_at=now, closed_by=custodian, **started)) for number in range(len(media))]
    for number, medium in enumerate(media):
        given = {"medium_id": medium.id, "number": medium.number.shown, "found": Found.NOT_SEEN, "words": "読み取られていません"}
        add(Difference(public_id=f"{number + 1000:032}", stocktake_id=before[0].id, **given))
    stocktake = add(Stocktake(public_id="f" * 32, **started))
    for medium in media[::2]:
        read = {"medium_id": medium.id, "number": medium.number.shown, "found": Found.SEEN, "at": now, "by": custodian}
        add(StocktakeScan(stocktake_id=stocktake.id, **read))
    return stocktake
