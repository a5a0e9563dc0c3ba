"""What a request is filled from, and requests as a form would say them, by people of the cast."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from portal import clock
from portal.db import reading, writing
from portal.media import request_actions
from portal.media.line_models import MediaRequest
from portal.media.request_queries import earlier_of
from portal.media.request_rules import Asked
from portal.media.rules import Encryption, Kind, PlaceKind, Thing
from tests.media.lent import line, once, person, settings
from tests.media.rows import add_destination, add_medium, add_system, add_terminal, add_worker


@dataclass(frozen=True)
class Lists:
    """Public ids of one entry of each list of 健康推進課, and two people."""

    medium: str
    portal: str
    vrs: str
    terminal: str
    kurosawa: str
    tobita: str
    nation: str
    soumu: str


def lists() -> Lists:
    with writing():
        return Lists(
            medium=add_medium().public_id,
            portal=add_system("予防接種事務ポータル").public_id,
            vrs=add_system("国の接種記録システム").public_id,
            terminal=add_terminal().public_id,
            kurosawa=add_worker("daicho").public_id,
            tobita=add_worker("daicho2").public_id,
            nation=add_destination().public_id,
            soumu=add_destination(PlaceKind.OTHER_SECTION, "総務課").public_id,
        )


def a_use(of: Lists, **values: Any) -> Asked:
    """The use of a medium in the room, from this minute on for two hours."""
    now = clock.now().replace(second=0, microsecond=0)
    given: dict[str, Any] = {
        "purpose": "国のシステムに登録するため",
        "legal_ground": "番号法第9条第1項(個人番号利用事務)",
        "data_name": "接種券発行一覧",
        "data_columns": "宛名番号、券番号",
        "people": 1200,
        "is_personal": True,
        "is_specific": False,
        "holder": "kenko",
        "medium": of.medium,
        "from_system": of.portal,
        "to_system": of.vrs,
        "workers": (of.kurosawa,),
        "terminals": (of.terminal,),
        "encryption": Encryption.HARDWARE,
        "starts_at": now,
        "ends_at": now + timedelta(hours=2),
    }
    return Asked(kind=Kind.USE, thing=Thing.MEDIUM, **(given | values))


def papers_out(of: Lists, **values: Any) -> Asked:
    """Papers taken out to the national system's office by 黒澤."""
    asked = a_use(of, medium="", from_system="", to_system="", terminals=(), encryption=None)
    given = {"thing_words": "予診票 2箱", "destination": of.nation, "carrier": of.kurosawa, "locked_case": True}
    return replace(asked, kind=Kind.TAKE_OUT, thing=Thing.PAPERS, **(given | values))


def ask(asked: Asked, by: str = "daicho", *, token: str = "", copied_from: str = "") -> MediaRequest:
    public_id = request_actions.ask_request(asked, staff=person(by), once=token or once(), settings=settings(), copied_from=copied_from)
    return line(public_id)


def asked_again(public_id: str) -> Asked:
    """The line as its form said it."""
    with reading():
        return earlier_of(line_in_reading(public_id)).asked


def line_in_reading(public_id: str) -> MediaRequest:
    return MediaRequest.query.filter_by(public_id=public_id).one()
