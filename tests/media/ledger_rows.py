"""Lines of the ledgers in every state, as tests of the ledgers need them; called inside writing()."""

from datetime import timedelta
from typing import Any

from portal import clock
from portal.accounts.chief_rules import SignsAs
from portal.media.copy_models import Lending
from portal.media.line_models import Correction, MediaRequest, Signature
from portal.media.number_rules import SERIES_OF
from portal.media.rules import CopyKind, Decision, Kind, State, Step, Thing
from tests.media.rows import add, add_copy, add_destination, add_end, add_lending, add_line, add_worker, section_id
from tests.people import staff_id


def sign(line: MediaRequest, by: str = "kacho", **values: Any) -> Signature:
    given = {
        "step": Step.HOLDER,
        "decision": Decision.APPROVE,
        "words": "",
        "signed_by": staff_id(by),
        "signed_as": SignsAs.CHIEF,
        "at": line.asked_at,
    }
    ids = {"public_id": f"{line.id:032}", "request_id": line.id, "requester_id": line.requester_id, "round": line.round}
    return add(Signature(**ids, section_id=section_id(), **(given | values)))


def lent(state: State = State.HANDED, **values: Any) -> tuple[MediaRequest, Lending]:
    """Approved and handed out an hour ago, to be back this evening."""
    now = clock.now()
    worker = values.pop("worker", None) or add_worker()
    line = add_line(state, **({"starts_at": now - timedelta(hours=2), "ends_at": now + timedelta(hours=4)} | values))
    sign(line)
    is_back = state in (State.RETURNED, State.CLOSED)
    back = {"returned_at": now, "received_by": staff_id("baitai"), "brought_by": "黒澤 拓也"} if is_back else {}
    return line, add_lending(line, worker, handed_at=now - timedelta(hours=1), **back)


def closed(**values: Any) -> MediaRequest:
    """The whole circle: the copy erased by one, confirmed by another, closed by the chief."""
    line, _ = lent(State.RETURNED, **values)
    add_end(add_copy(line), by="daicho", confirmed_by="baitai")
    line.state, line.closed_at, line.closed_by = State.CLOSED, clock.now(), staff_id("kacho")
    return line


def taken_out(state: State = State.APPROVED, **values: Any) -> MediaRequest:
    given = {"kind": Kind.TAKE_OUT, "destination_id": add_destination().id, "carrier_id": add_worker("daicho2").id}
    line = add_line(state, **(given | {"route": "市役所から県庁まで公用車", "locked_case": True} | values))
    sign(line)
    return line


def papers(**values: Any) -> MediaRequest:
    return taken_out(thing=Thing.PAPERS, medium_id=None, thing_words="予診票 30枚", **values)


def corrected(line: MediaRequest, item: str, was: str, becomes: str, **values: Any) -> Correction:
    given = {"ledger": SERIES_OF[line.kind], "line_id": line.id, "reason": "書き誤り", "at": clock.now(), "by": staff_id("daicho")}
    return add(Correction(item=item, was=was, becomes=becomes, **(given | values)))


__all__ = ["CopyKind", "add_copy", "add_end", "closed", "corrected", "lent", "papers", "sign", "taken_out"]
