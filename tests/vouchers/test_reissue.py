"""Reissuing through the screen: the old voucher ends, the new one begins, and the record tells of both."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select, text

from portal import clock
from portal.audit.events import Event
from portal.audit.models import AuditRecord, AuditSubject
from portal.db import reading, writing
from portal.vouchers.models import Voucher, VoucherPaper
from portal.vouchers.rules import Applicant, Channel, Delivery, Reason
from tests.accounts.staff_records import facts_of
from tests.conftest import Browser
from tests.factories import a_dose, a_programme, a_resident, a_voucher
from tests.people import staff_id
from tests.vouchers.at_the_counter import (
    again,
    answers,
    held_by,
    kept,
    page_of,
    records,
    reissued,
    serving,
    sheet_of,
    tokens_of,
)

SignIn = Callable[[str], Browser]


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    a_programme()
    return serving(sign_in("madoguchi"))


def test_the_old_voucher_is_void_and_a_new_one_takes_its_place(clerk: Browser) -> None:
    resident = a_resident()
    old = a_voucher(resident)
    new = reissued(clerk, old, memo="娘さんが受け取りに来る", documents=["passport", "hearing"], asked=["birth"])

    old = again(old)
    assert old.voided_at is not None
    assert (old.void_reason, new.voided_at, new.void_reason) == ("再発行のため無効", None, "")
    assert (new.replaces_id, new.dose_number, new.programme_code, new.resident_id) == (old.id, 1, "resident-r8", resident.id)
    assert (new.reason, new.channel, new.applicant, new.delivery) == (
        Reason.LOST,
        Channel.COUNTER,
        Applicant.SELF,
        Delivery.HANDED_OVER,
    )
    assert (new.identity_checked, new.memo) == ("旅券・聞き取り", "娘さんが受け取りに来る")
    with reading():
        assert new.issued_by == staff_id("madoguchi")
    assert (clock.now() - new.issued_at).total_seconds() < 60
    assert new.visit_id is not None
    assert clerk.follow().status == 200
    assert new.number in clerk.text


def test_the_new_number_is_the_next_of_ten_digits(clerk: Browser) -> None:
    old = a_voucher(a_resident())
    first = reissued(clerk, old)
    second = reissued(clerk, first)

    assert int(first.number) > int(old.number)
    assert second.number == f"{int(first.number) + 1:010}"


def test_the_page_is_kept_as_it_is_issued(clerk: Browser) -> None:
    new = reissued(clerk, a_voucher(a_resident(building="見本荘201")), reason="damaged")

    sheet = json.loads(sheet_of(new))
    assert sheet["voucher_number"] == new.number
    assert (sheet["resident_name"], sheet["birth_words"]) == ("見本 花子", "昭和23年5月14日")
    assert (sheet["reissued"], sheet["reason_word"], sheet["dose_number"]) == (True, "破損", 1)
    assert sheet["address_lines"] == ["ひたちなか市大字中根9871番地3", "見本荘201"]
    assert sheet["mayor_title"] == "茨城県ひたちなか市長"
    assert sheet["office_lines"][:2] == ["ひたちなか市", "保健福祉部 健康推進課"]
    with reading() as session:
        assert session.scalars(select(VoucherPaper.voucher_id)).all() == [new.id]


def test_the_record_says_what_whom_and_why(clerk: Browser) -> None:
    resident = a_resident()
    old = a_voucher(resident)
    papers = {"documents": ["driving_licence", "power_of_attorney"], "gaps": ["principal_papers"], "accepted": "register"}
    new = reissued(clerk, old, applicant="agent", **papers)

    assert facts_of(Event.VOUCHER_REISSUE) == [
        {
            "by": "madoguchi",
            "voucher": new.number,
            "replaces": old.number,
            "programme": "resident-r8",
            "dose": 1,
            "channel": "counter",
            "applicant": "agent",
            "delivery": "handed_over",
            "gaps": ["principal_papers"],
            "reason": "lost",
        }
    ]
    with reading() as session:
        line = session.scalars(select(AuditRecord).where(AuditRecord.event == Event.VOUCHER_REISSUE.value)).one()
        assert line.purpose == "窓口・再発行"
        assert line.visit_id == new.visit_id
        assert session.scalars(select(AuditSubject.resident_id).where(AuditSubject.sequence == line.sequence)).all() == [resident.id]


def test_every_dose_and_voucher_stands_beside_the_form_and_the_look_is_recorded(clerk: Browser) -> None:
    resident = a_resident()
    a_dose(resident, institution="なかね内科")
    used, live = a_voucher(resident), a_voucher(resident, dose_number=2)
    clerk.get(page_of(live))

    for word in ("なかね内科", used.number, live.number, "見本 花子", "再発行する"):
        assert word in clerk.text
    assert facts_of(Event.VOUCHER_REVIEW) == [{"by": "madoguchi", "programme": "resident-r8", "dose": 2}]


def test_the_strip_on_top_names_the_person_of_this_page_on_the_first_look(clerk: Browser) -> None:
    clerk.get(page_of(a_voucher(a_resident(name="前の 人"))))
    clerk.get(page_of(a_voucher(a_resident(name="次の 人"))))

    pinned = clerk.text.split('<section class="pinned"')[1].split("</section>")[0]
    assert "次の 人" in pinned
    assert "前の 人" not in pinned
    assert "開いた方 2人" in pinned


def test_pressed_twice_there_is_one_new_voucher_and_the_first_result(clerk: Browser) -> None:
    resident = a_resident()
    old = a_voucher(resident)
    tokens = tokens_of(clerk.get(page_of(old)))
    first = clerk.post(page_of(old), answers() | tokens).location
    before, seen = kept(), records()
    second = clerk.post(page_of(old), answers(reason="damaged") | tokens)

    assert (second.status, second.location) == (303, first)
    assert kept() == before
    assert records() == seen
    assert len(held_by(resident)) == 2


def test_at_the_telephone_the_page_proposes_the_mail(sign_in: SignIn) -> None:
    a_programme()
    clerk = serving(sign_in("madoguchi"), channel="phone")
    old = a_voucher(a_resident())
    clerk.get(page_of(old))
    proposed = [line for line in clerk.text.splitlines() if "checked" in line and "post_to_address" in line]
    new = reissued(clerk, old, delivery="post_to_address", documents=["hearing"], asked=["birth", "phone"])

    assert proposed
    assert (new.channel, new.delivery) == (Channel.PHONE, Delivery.POST_TO_ADDRESS)


def test_outside_a_visit_the_page_asks_for_one_and_leads_back(sign_in: SignIn) -> None:
    a_programme()
    voucher = a_voucher(a_resident())
    clerk = sign_in("madoguchi")
    clerk.get(page_of(voucher))
    assert (clerk.status, clerk.location) == (303, f"/visits/new?next=/vouchers/{voucher.public_id}/reissue")
    page = clerk.follow()
    clerk.post("/visits", {"channel": "counter", "reason": "reissue", "next": page.hidden("next")})

    assert clerk.location == page_of(voucher)


def test_the_chief_reissues_for_a_protected_person_and_the_page_has_no_address(sign_in: SignIn) -> None:
    a_programme()
    resident = a_resident(protection="1", building="隠れ荘101")
    new = reissued(serving(sign_in("kacho")), a_voucher(resident))

    sheet = json.loads(sheet_of(new))
    assert (sheet["address_lines"], sheet["postal_code"]) == ([], "")
    assert "中根" not in sheet_of(new)
    assert "隠れ荘" not in sheet_of(new)


def test_numbers_never_collide_where_vouchers_came_from_elsewhere(clerk: Browser) -> None:
    """The counter may be missing, behind, or right before numbers in use."""
    mine = a_voucher(a_resident(), number="0000000500")
    a_voucher(a_resident(), number="0000900000")
    first = reissued(clerk, mine)
    a_voucher(a_resident(), number="0000900002")
    second = reissued(clerk, first)
    with writing() as session:
        session.execute(text("UPDATE voucher_series SET last = 899999"))
    third = reissued(clerk, second)

    assert [voucher.number for voucher in (first, second, third)] == ["0000900001", "0000900003", "0000900004"]


def test_after_the_last_of_ten_digits_nothing_is_issued_and_it_says_so(clerk: Browser) -> None:
    one, other = a_voucher(a_resident()), a_voucher(a_resident())
    a_voucher(a_resident(), number="9999999998")
    assert reissued(clerk, one).number == "9999999999"
    before = kept()
    clerk.get(page_of(other)).post(page_of(other), answers())

    assert clerk.status == 409
    assert "券番号(10桁)を使い切りました。何も発行していません。システム管理者に知らせてください。" in clerk.text
    assert kept() == before


def test_the_result_is_a_page_of_its_own_that_can_be_opened_again(clerk: Browser) -> None:
    new: Voucher = reissued(clerk, a_voucher(a_resident()))
    page = clerk.follow()

    assert page.status == 200
    assert f"/vouchers/{new.public_id}/paper" in page.text
    assert "見本 花子 様(昭和23年5月14日生)の券です" in page.text
