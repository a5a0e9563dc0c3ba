"""Every page and every refused form there is, asked for by each role: none tells where a protected person lives or is reached."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Visit
from portal.accounts.rules import VisitReason
from portal.audit.events import Event
from portal.clock import JAPAN, now
from portal.db import reading, writing
from portal.residents.contact_models import Contact
from portal.residents.models import Resident, ResidentChange
from portal.residents.rules import Movement, Protection
from portal.vouchers.certificate_documents import CertificateSheet
from portal.vouchers.models import Certificate
from portal.vouchers.rules import Applicant, Channel, Delivery
from tests.conftest import Browser
from tests.counter.at_counter import SignIn, in_visit, records
from tests.factories import a_dose, a_mailing, a_note, a_phone, a_programme, a_resident, a_voucher
from tests.people import CAST, staff_id

pytestmark = pytest.mark.thorough

NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)
PLACE = {
    "postal_code": "3129977",
    "address": "大字秘匿9977番地5",
    "building": "隠れ荘103",
    "phone": "029-999-9977",
    "household_number": "0007779977",
}
REACHED = {"postal_code": "3109966", "address": "茨城県水戸市隠町9966番地", "building": "かくれ病院9階", "recipient": "秘密 受取人"}
TELEPHONE, NOTE, HOUSEMATE, CAUTION = "029-000-9944", "かくれ学園に通っています。", "同居 一郎", "番号で呼び出してください。"
WHEREABOUTS = (
    *PLACE.values(),
    *REACHED.values(),
    TELEPHONE,
    NOTE,
    HOUSEMATE,
    "312-9977",
    "310-9966",
    "旧秘匿町1番地",
    *("令和8年10月13日", "R8.10.13", "令和8年10月15日", "R8.10.15"),
)
# Since when post goes elsewhere: told to the chief alone, where a voucher's way of handing over is chosen.
SINCE = "令和8年10月14日"
ROLES = ("madoguchi", "daicho", "kacho", "toiawase", "soumu", "kansa", "kanri", "baitai", "kaijo")


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ids(app: Flask) -> dict[str, str]:
    """Public ids of the person and of everything that is theirs, by what it is."""
    a_programme()
    person = a_resident(
        name="匿野 守子", protection=Protection.STALKING, movement=Movement.MOVED_WITHIN, moved_on=date(2026, 10, 13), **PLACE
    )
    other = a_resident(name="匿野 守", kana="ヒトクノ マモル")
    a_resident(name=HOUSEMATE, household_number=PLACE["household_number"])
    a_dose(person)
    voucher = a_voucher(person, dose_number=2, issued_at=NOW)
    with writing() as session:
        change = {"field": "address", "old": "旧秘匿町1番地", "new": PLACE["address"]}
        session.add(ResidentChange(resident_id=person.id, at=now(), **change))
    return {
        "resident": person.public_id,
        "pair": f"{person.public_id}-{other.public_id}",
        "pair the other way round": f"{other.public_id}-{person.public_id}",
        "voucher": voucher.public_id,
        "certificate": a_certificate(person),
        "mailing": a_mailing(person, starts_on=date(2026, 10, 14), **REACHED).public_id,
        "phone": a_phone(person, starts_on=date(2026, 10, 15), phone=TELEPHONE).public_id,
        "hidden note": a_note(person, text=NOTE).public_id,
        "note": a_note(person, text=CAUTION, under_protection=True).public_id,
    }


def a_certificate(person: Resident) -> str:
    """Given out before the protection began: its page still carries the address."""
    lines = ("ひたちなか市大字秘匿9977番地5", PLACE["building"])
    sheet = CertificateSheet("令和8年度 住民接種", person.name, person.kana, "昭和23年5月14日", lines, (), "令和8年11月24日", "市長", ())
    with writing() as session:
        visit = Visit(staff_id=staff_id("kacho"), channel=Channel.COUNTER, reason=VisitReason.REISSUE, started_at=NOW)
        session.add(visit)
        session.flush()
        values: dict[str, Any] = {"issued_at": NOW, "issued_by": staff_id("kacho"), "identity_checked": "旅券", "visit_id": visit.id}
        values["sheet"] = json.dumps(asdict(sheet), ensure_ascii=False)
        certificate = Certificate(
            public_id="c" * 32,
            resident_id=person.id,
            programme_code="resident-r8",
            applicant=Applicant.SELF,
            delivery=Delivery.HANDED_OVER,
            channel=Channel.COUNTER,
            **values,
        )
        session.add(certificate)
    return certificate.public_id


def pages(app: Flask, ids: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Every page whose address names something of a person, with each thing that exists, and every page that names nothing."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if "GET" not in (rule.methods or ()) or rule.arguments - {"public_id", "programme_code"}:
            continue
        for public_id in ids.values() if "public_id" in rule.arguments else [""]:
            built = rule.build({name: "resident-r8" if name == "programme_code" else public_id for name in rule.arguments})
            assert built is not None
            yield rule.endpoint, built[1]


def told(browser: Browser) -> list[str]:
    return [word for word in WHEREABOUTS if word in browser.text]


def at_work(sign_in: SignIn, login_name: str) -> Browser:
    browser = sign_in(login_name)
    return in_visit(browser) if login_name in ("madoguchi", "daicho", "kacho", "toiawase", "soumu") else browser


@pytest.mark.parametrize("login_name", ROLES)
def test_no_page_tells_it_to_any_role(app: Flask, sign_in: SignIn, ids: dict[str, str], login_name: str) -> None:
    browser = at_work(sign_in, login_name)
    if login_name in ("madoguchi", "daicho", "kacho", "toiawase", "soumu"):
        browser.get("/residents").post("/residents", {"q": "匿野", "birth": ""})
    leaks, seen = [], set()
    for endpoint, url in pages(app, ids):
        browser.get(url)
        since = [SINCE] if SINCE in browser.text and login_name != "kacho" else []
        leaks += [f"{endpoint} {url}: {word}" for word in (*told(browser), *since)]
        if browser.status == 200 and "匿野 守子" in browser.text:
            seen.add(endpoint)

    assert not leaks, "\n".join(leaks)
    assert len(seen) >= {"madoguchi": 15, "kacho": 15, "daicho": 10, "toiawase": 6, "soumu": 5}.get(login_name, 0), sorted(seen)


def test_every_role_of_the_cast_was_asked() -> None:
    """Contractors hold no permission and play the venue's part here."""
    assert {CAST[login_name][2] for login_name in ROLES} | {CAST["itaku"][2]} == {roles for _, _, roles in CAST.values()}


MAILING = {"postal_code": "310-0001", "address": "よそ町1番地", "reason": "hospital", "starts_on": "R8.11.24"}
PHONE = {"phone": "029-000-0001", "whose": "self", "relation": "", "starts_on": "R8.11.24"}
FORMS = (
    ("/residents/{resident}/mailing-addresses/new", {}),
    ("/residents/{resident}/mailing-addresses/new", MAILING | {"starts_on": "R8.10.1"}),
    ("/residents/{resident}/telephones/new", {}),
    ("/residents/{resident}/telephones/new", PHONE | {"phone": TELEPHONE.replace("-", "")}),
    ("/contacts/{mailing}/change", {"seen": "1"}),
    ("/contacts/{mailing}/change", MAILING | {"seen": "1", "why": "asked", "ends_on": "R99.1.1"}),
    ("/contacts/{mailing}/change", MAILING | {"seen": "9", "why": "asked"}),
    ("/contacts/{phone}/change", PHONE | {"seen": "1"}),
    ("/contacts/{mailing}/end", {"seen": "1"}),
    ("/contacts/{mailing}/end", {"seen": "1", "why": "came_back", "last_day": "R8.1.1"}),
    ("/residents/{resident}/notes/new", {"text": "", "ends_on": "R8"}),
    ("/notes/{note}/end", {}),
    ("/notes/{hidden_note}/end", {}),
)


@pytest.mark.parametrize("login_name", ["madoguchi", "daicho", "kacho", "toiawase"])
def test_no_refused_form_tells_it(sign_in: SignIn, ids: dict[str, str], login_name: str) -> None:
    browser = at_work(sign_in, login_name)
    tokens_of = f"/residents/{ids['resident']}/notes/new"
    for url, form in FORMS:
        known = {name.replace(" ", "_"): public_id for name, public_id in ids.items()}
        assert told(browser.get(url.format(**known))) == [], url
        browser.get(tokens_of).post(url.format(**known), form)
        assert browser.status in (403, 404, 409, 422), (url, form, browser.status)
        assert told(browser) == [], (url, form)


def test_who_may_not_open_gets_the_rule_and_changes_nothing(sign_in: SignIn, ids: dict[str, str]) -> None:
    browser = at_work(sign_in, "madoguchi")
    url = f"/residents/{ids['resident']}/mailing-addresses/new"
    assert "送付先・連絡先は所属長が改めます。" in browser.get(f"/residents/{ids['resident']}").text
    assert "送付先・連絡先は所属長が改めます。" in browser.get(url).text
    browser.get(f"/residents/{ids['resident']}/notes/new").post(url, MAILING | {"starts_on": "R8.1.1", "ends_on": "R8.2.1"})

    assert browser.status == 409
    assert "送付先・連絡先は所属長が改めます。" in browser.text
    assert records(Event.CONTACT_CHANGE) == []


def test_the_chief_changes_without_seeing_and_sees_after_opening(sign_in: SignIn, ids: dict[str, str]) -> None:
    chief = at_work(sign_in, "kacho")
    url = f"/contacts/{ids['phone']}/change"
    chief.get(url).post(url, PHONE | {"why": "asked", "seen": "1", "starts_on": "R8.11.1"})
    assert chief.status == 303
    with reading() as session:
        assert [
            row.phone for row in session.scalars(select(Contact).where(Contact.public_id == ids["phone"]).order_by(Contact.version))
        ] == [
            TELEPHONE,
            "029-000-0001",
        ]
    chief.get(url).post(url, PHONE | {"why": "asked", "seen": "1", "phone": "029-000-0002"})
    assert (chief.status, "(内容は表示しません)" in chief.text, told(chief)) == (409, True, [])

    chief.get(f"/residents/{ids['resident']}").post(f"/residents/{ids['resident']}/protected", {"reason": "本人の依頼"})
    for word in ("かくれ病院9階", "029-000-0001", NOTE, f"/contacts/{ids['mailing']}/change"):
        assert word in chief.text, word
    assert HOUSEMATE not in chief.text
