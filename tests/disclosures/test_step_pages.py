"""Which step of which notice is meant, what a step asks, what it says beside it (D-2)."""

from collections.abc import Callable

from sqlalchemy import select

from portal.db import reading
from portal.disclosures.models import Case
from portal.disclosures.rules import Way
from tests.conftest import Browser
from tests.disclosures.at_desk import a_case, items_of_case
from tests.disclosures.deciding import decide, grant, make_paper, on_its_way, refusal, send

SignIn = Callable[[str], Browser]


def buttons(page: str) -> dict[str, str]:
    """The keys of the page's buttons, each with the words beside it."""
    found = {}
    for part in page.split('data-key="')[1:]:
        key, rest = part.split('"', 1)
        found[key] = rest.split(">", 1)[1].split("<", 1)[0].strip()
    return found


def test_of_two_notices_none_is_taken_for_the_other(sign_in: SignIn) -> None:
    """A day of arrival cannot be taken back: the button and its key say which notice it is."""
    case = a_case(items=("接種台帳", "予診票"), is_proven=True)
    first, second = items_of_case(case)
    for draft in (grant(case, items=[first]), refusal(case, items=[second])):
        decide(draft)
        make_paper(draft)
        send(draft, way=Way.POST)
    keys = buttons(sign_in("soumu").get(f"/disclosures/{case}").text)
    assert "R" not in keys
    assert "Y" not in keys
    assert (keys["1"], keys["3"]) == ("開示決定通知書の到達を記録する(健推第12号)", "不開示決定通知書の到達を記録する(健推第12号)")


def test_of_one_notice_the_letter_stays(sign_in: SignIn) -> None:
    case = a_case(is_proven=True)
    draft = grant(case)
    decide(draft)
    make_paper(draft)
    send(draft, way=Way.POST)
    assert buttons(sign_in("soumu").get(f"/disclosures/{case}").text)["R"] == "開示決定通知書の到達を記録する"


def test_what_others_are_waited_for_has_a_key(sign_in: SignIn) -> None:
    on_its_way()
    with reading() as session:
        case = session.scalars(select(Case.public_id)).one()
    keys = buttons(sign_in("soumu").get(f"/disclosures/{case}").text)
    assert (keys["H"], keys["F"]) == ("見本医院の意見を記録する", "審査請求の経過を記録する")
