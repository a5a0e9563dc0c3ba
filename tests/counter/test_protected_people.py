"""支援措置: where a protected person lives stands in no answer but the one that the 所属長 opens with a reason (S1-4)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from portal.audit.events import Event
from portal.clock import JAPAN, now
from portal.db import writing
from portal.residents.models import Resident, ResidentChange
from portal.residents.rules import Category, Movement, Protection
from portal.vouchers.models import Voucher
from tests.conftest import Browser
from tests.counter.at_counter import SignIn, facts, in_visit, records, records_about, rows_of, search
from tests.factories import a_dose, a_mailing, a_note, a_phone, a_programme, a_resident, a_voucher
from tests.people import staff_id

pytestmark = pytest.mark.thorough

NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)
WHEREABOUTS = {
    "postal_code": "3129977",
    "address": "大字秘匿9977番地5",
    "building": "隠れ荘103",
    "phone": "029-999-9977",
    "household_number": "0007779977",
}
REACHED = {"postal_code": "3109966", "address": "茨城県水戸市隠町9966番地", "building": "かくれ病院9階", "recipient": "秘密 受取人"}
TELEPHONE = "029-000-9944"
EARLIER_NOTE = "かくれ学園に通っています。"
# As they are stored, and as a screen writes them.
NEVER_SHOWN = (
    *WHEREABOUTS.values(),
    "312-9977",
    "令和8年10月13日",
    "R8.10.13",
    *REACHED.values(),
    "310-9966",
    TELEPHONE,
    EARLIER_NOTE,
    "令和8年10月15日",
    "同居 一郎",
)
EARLIER = {
    "address": "旧秘匿町1番地",
    "building": "旧隠れ荘",
    "phone": "029-888-8866",
    "household_number": "0006668866",
    "postal_code": "3128866",
}


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def protected(app: Flask) -> Resident:
    """Moved within the city a month ago, vaccinated once, with a voucher issued by hand today."""
    a_programme()
    resident = a_resident(
        name="匿野 守子",
        kana="カクシノ モリコ",
        protection=Protection.SPOUSE_VIOLENCE,
        movement=Movement.MOVED_WITHIN,
        moved_on=date(2026, 10, 13),
        **WHEREABOUTS,
    )
    a_dose(resident)
    a_resident(name="同居 一郎", kana="ドウキョ イチロウ", household_number=WHEREABOUTS["household_number"])
    a_mailing(resident, starts_on=date(2026, 10, 14), **REACHED)
    a_phone(resident, starts_on=date(2026, 10, 15), phone=TELEPHONE)
    a_note(resident, text=EARLIER_NOTE)
    with writing() as session:
        changes = [(field, old, WHEREABOUTS[field]) for field, old in EARLIER.items()] + [("moved_on", "", "2026-10-13"), ("sex", "1", "2")]
        session.add_all(ResidentChange(resident_id=resident.id, at=now(), field=field, old=old, new=new) for field, old, new in changes)
    return resident


@pytest.fixture
def voucher(protected: Resident) -> Voucher:
    with writing():
        issued_by = staff_id("kacho")
    return a_voucher(protected, dose_number=2, issued_by=issued_by, issued_at=NOW)


def leaks(browser: Browser) -> list[str]:
    return [word for word in (*NEVER_SHOWN, *EARLIER.values()) if word in browser.text]


@pytest.mark.parametrize("login_name", ["madoguchi", "daicho", "toiawase", "soumu", "kacho"])
def test_the_search_shows_a_protected_person_without_a_place(sign_in: SignIn, protected: Resident, login_name: str) -> None:
    clerk = search(in_visit(sign_in(login_name)), "匿野")

    assert [public_id for public_id, _ in rows_of(clerk)] == [protected.public_id]
    assert "所属長に引き継いでください" in clerk.text
    assert leaks(clerk) == []


@pytest.mark.parametrize("typed", [*WHEREABOUTS.values(), "秘匿", "大字秘匿"])
def test_no_search_finds_a_protected_person_by_where_they_live(sign_in: SignIn, protected: Resident, typed: str) -> None:
    clerk = search(in_visit(sign_in("kacho")), typed)

    assert "匿野" not in clerk.text


@pytest.mark.parametrize("login_name", ["madoguchi", "daicho", "toiawase", "soumu", "kacho"])
def test_the_page_of_a_protected_person_has_no_place_and_no_earlier_one(sign_in: SignIn, protected: Resident, login_name: str) -> None:
    clerk = in_visit(sign_in(login_name)).get(f"/residents/{protected.public_id}")

    assert "匿野 守子" in clerk.text
    assert "電話で所在や接種歴を答えないでください。" in clerk.text
    assert leaks(clerk) == []
    # Five values and the day of the movement; the mailing address, the telephone and the note from before.
    assert clerk.text.count("(内容は表示しません)") == len(EARLIER) + 1 + 3
    assert "性別が「男」から「女」に変わった。" in clerk.text
    assert ("住所を開く理由" in clerk.text) is (login_name == "kacho")


@pytest.mark.parametrize("login_name", ["madoguchi", "kacho"])
def test_no_page_of_a_voucher_or_certificate_has_the_place(sign_in: SignIn, protected: Resident, voucher: Voucher, login_name: str) -> None:
    clerk = in_visit(sign_in(login_name))
    for url in (
        f"/vouchers/{voucher.public_id}",
        f"/vouchers/{voucher.public_id}/reissue",
        f"/residents/{protected.public_id}/vouchers/resident-r8/new",
        f"/residents/{protected.public_id}/certificates/new",
        "/vouchers/today",
        f"/vouchers/{voucher.public_id}/void",
        f"/vouchers/{voucher.public_id}/take-back",
        "/vouchers?state=issued",
        "/returned-mail",
        "/visits/current",
        "/residents",
    ):
        clerk.get(url)
        assert clerk.status == 200, url
        assert "匿野 守子" in clerk.text, url  # at least in the strip on top
        assert leaks(clerk) == [], url


def test_what_a_refused_form_says_has_no_place(sign_in: SignIn, voucher: Voucher) -> None:
    clerk = in_visit(sign_in("kacho"))
    url = f"/vouchers/{voucher.public_id}/reissue"
    clerk.get(url).post(url, {"applicant": "self", "documents": "passport", "delivery": "post_to_address", "reason": "lost"})

    assert clerk.status in (409, 422)
    assert leaks(clerk) == []


def test_the_chief_opens_the_place_once_with_a_reason(sign_in: SignIn, protected: Resident) -> None:
    chief = in_visit(sign_in("kacho")).get(f"/residents/{protected.public_id}")
    chief.post(f"/residents/{protected.public_id}/protected", {"reason": " 本人の依頼で送り先を確かめる "})

    assert chief.status == 200
    for word in (*WHEREABOUTS.values(), *REACHED.values(), TELEPHONE, EARLIER_NOTE, "旧秘匿町1番地", "令和8年10月13日"):
        assert word in chief.text or f"〒{word[:3]}-{word[3:]}" in chief.text, word
    assert "住所を開く理由" not in chief.text
    (record,) = records(Event.PROTECTED_OPEN)
    assert facts(record) == {"reason": "本人の依頼で送り先を確かめる"}
    assert records_about(protected) == [Event.RESIDENT_OPEN, Event.PROTECTED_OPEN]

    assert leaks(chief.get(f"/residents/{protected.public_id}")) == []
    assert leaks(search(chief, "匿野")) == []


@pytest.mark.parametrize("reason", ["", " \u3000 ", "あ" * 201, "本人\x00", "個人番号 1234 5678 9018 の件"])
def test_without_a_fit_reason_nothing_is_opened(sign_in: SignIn, protected: Resident, reason: str) -> None:
    chief = in_visit(sign_in("kacho")).get(f"/residents/{protected.public_id}")
    chief.post(f"/residents/{protected.public_id}/protected", {"reason": reason})

    assert chief.status == 409
    assert "何も開いていません。" in chief.text
    assert leaks(chief) == []
    assert records(Event.PROTECTED_OPEN) == []


@pytest.mark.parametrize("login_name", ["madoguchi", "daicho", "kansa", "kanri"])
def test_only_the_chief_opens_the_place(sign_in: SignIn, protected: Resident, login_name: str) -> None:
    browser = sign_in(login_name)
    if login_name not in ("kansa", "kanri"):
        in_visit(browser)
    browser.post(f"/residents/{protected.public_id}/protected", {"reason": "見たいので"})

    assert browser.status == 403
    assert leaks(browser) == []
    assert records(Event.PROTECTED_OPEN) == []


def test_outside_a_visit_the_chief_is_asked_for_one_first(sign_in: SignIn, protected: Resident) -> None:
    chief = sign_in("kacho")
    chief.post(f"/residents/{protected.public_id}/protected", {"reason": "送り先"})

    assert chief.location == f"/visits/new?next=/residents/{protected.public_id}"
    assert records(Event.PROTECTED_OPEN) == []


def change(resident: Resident, **values: Any) -> None:
    with writing() as session:
        session.execute(update(Resident).where(Resident.id == resident.id).values(**values))


def test_after_its_end_the_shield_holds_until_the_register_lifts_it(sign_in: SignIn, protected: Resident) -> None:
    change(protected, protected_until=date(2026, 11, 23))
    clerk = in_visit(sign_in("madoguchi")).get(f"/residents/{protected.public_id}")
    assert "登録された期間は過ぎていますが、住民登録で解かれるまで隠します。" in clerk.text
    assert leaks(clerk) == []

    change(protected, protection=None, protected_until=None)
    assert "大字秘匿9977番地5" in clerk.get(f"/residents/{protected.public_id}").text


@pytest.mark.parametrize(("category", "words"), [(Category.MOVED_OUT, "転出しています。"), (Category.DEAD, "亡くなっています。")])
def test_when_a_protected_person_left_is_not_told(sign_in: SignIn, protected: Resident, category: Category, words: str) -> None:
    change(protected, category=category)
    clerk = in_visit(sign_in("madoguchi")).get(f"/residents/{protected.public_id}")

    assert words in clerk.text
    assert leaks(clerk) == []
    assert leaks(search(clerk, "匿野")) == []


def test_a_person_without_protection_is_shown_with_everything(sign_in: SignIn) -> None:
    resident = a_resident(**WHEREABOUTS)
    clerk = in_visit(sign_in("madoguchi")).get(f"/residents/{resident.public_id}")

    for word in ("〒312-9977", "大字秘匿9977番地5", "隠れ荘103", "029-999-9977", "0007779977"):
        assert word in clerk.text
