"""How many statements a page may ask of the database, however much there is to show: a page's number stands beside it."""

from collections.abc import Mapping
from datetime import date

import pytest
from flask import Flask, url_for

from portal import clock
from portal.applications.models import BlankBatch, BlankForm
from portal.applications.rules import FormKind
from portal.audit.events import Event
from portal.db import reading, writing
from portal.doses.intake import check_dose_file
from portal.duplicates.finding import find_duplicates
from portal.intake.models import FileImport
from portal.intake.rules import ImportKind
from portal.jobs.actions import ask_for_job
from portal.jobs.kinds import JobKind
from portal.residents import files as register_files
from portal.residents.intake import apply_register_file, check_register_file
from portal.residents.models import ResidentChange
from portal.web.navigation import MENU
from tests.architecture.sources import require
from tests.asked import statements
from tests.counter.at_counter import SignIn, in_visit
from tests.disclosures.many import many_cases
from tests.doses.dose_rows import LAYOUT as DOSE_LAYOUT
from tests.doses.dose_rows import a_ledger
from tests.doses.dose_rows import a_row as a_dose_row
from tests.doses.waiting import many_waiting
from tests.factories import a_dose, a_programme, a_resident, a_voucher, the_covid_programme
from tests.inquiries.slip_rows import many_slips
from tests.intake.importing import applied, checked
from tests.media.deciding import much_on_the_desk
from tests.media.many import many_media
from tests.oversight.looking import a_lookup, newest_record
from tests.people import staff_id
from tests.residents.register_rows import a_register, many_rows
from tests.residents.register_rows import a_row as a_person_row

MUCH = 60
# endpoint: who opens it, and the most that it may ask. The first statement finds the person signed in; where 異動反映待ち, 登録待ち,
# 住民ファイルの取込 or 受付票 stands in the navigation one more counts how many wait; once somebody is served one names them on top.
PAGES = {
    "accounts.show_home": ("kaijo", 1),
    "accounts.show_password": ("madoguchi", 3),
    "accounts.new_visit": ("madoguchi", 3),
    "accounts.show_visit": ("madoguchi", 3),
    "accounts.list_staff": ("kanri", 8),
    "accounts.show_staff": ("kanri", 8),
    "accounts.new_staff": ("kanri", 2),
    "accounts.list_sessions": ("kanri", 2),
    "accounts.list_sections": ("kanri", 4),
    "accounts.edit_section": ("kanri", 4),
    "accounts.list_deputies": ("kacho", 12),
    "audits.list_runs": ("kansa", 4),
    "audits.list_own_findings": ("kacho", 11),
    "counter.show_search": ("madoguchi", 3),
    "counter.show_resident": ("madoguchi", 15),
    "counter.show_household": ("madoguchi", 9),
    "counter.show_confirmation": ("madoguchi", 9),
    "counter.show_changes": ("madoguchi", 12),
    "counter.show_past": ("madoguchi", 11),
    "vouchers.show_today": ("madoguchi", 9),
    "vouchers.show_voucher": ("madoguchi", 14),
    "vouchers.show_day_sheet": ("madoguchi", 9),
    "vouchers.list_states": ("madoguchi", 11),
    "vouchers.list_returns": ("madoguchi", 10),
    "vouchers.list_codes": ("daicho", 7),
    "vouchers.show_void": ("madoguchi", 14),
    "vouchers.show_take_back": ("madoguchi", 14),
    "vouchers.show_issue": ("madoguchi", 13),
    "vouchers.show_reissue": ("madoguchi", 14),
    "vouchers.show_certificate": ("madoguchi", 14),
    "vouchers.list_stops": ("madoguchi", 10),
    "vouchers.show_record_copy": ("madoguchi", 14),
    "vouchers.list_fees": ("kacho", 8),
    "applications.show_forms": ("madoguchi", 4),
    "applications.show_form": ("madoguchi", 10),
    "applications.list_numbers": ("madoguchi", 12),
    "applications.show_number": ("madoguchi", 16),
    "applications.list_batches": ("madoguchi", 7),
    "applications.show_batch": ("madoguchi", 6),
    "arrivals.list_arrivals": ("madoguchi", 11),
    "arrivals.new_arrival": ("madoguchi", 4),
    "arrivals.new_unregistered": ("madoguchi", 4),
    "residents.show_imports": ("daicho", 7),
    "residents.show_import": ("daicho", 12),
    "doses.show_imports": ("daicho", 7),
    "doses.show_import": ("daicho", 14),
    "doses.list_waiting": ("daicho", 11),
    "doses.show_waiting": ("daicho", 14),
    "doses.list_makers": ("daicho", 6),
    "programmes.list_programmes": ("daicho", 7),
    "programmes.show_programme": ("daicho", 7),
    "takeback.show_take_back": ("daicho", 28),
    "duplicates.list_pairs": ("daicho", 14),
    "duplicates.list_merges": ("daicho", 10),
    "media.show_desk": ("kacho", 40),
    "media.list_own": ("daicho", 26),
    "media.ask_request": ("daicho", 5),
    "media.show_line": ("daicho", 41),
    "media.show_repetition": ("daicho", 41),
    "media.list_media": ("baitai", 14),
    "media.show_medium": ("baitai", 18),
    "media.new_medium": ("baitai", 4),
    "media.edit_medium": ("baitai", 10),
    "media.review_loss": ("baitai", 18),
    "media.new_renewal": ("baitai", 9),
    "media.show_renewal": ("kacho", 18),
    "media.list_stocktakes": ("baitai", 8),
    "media.show_stocktake": ("baitai", 19),
    "media.list_choices": ("baitai", 6),
    "media.show_ledger": ("kacho", 29),
    "media.show_ledger_files": ("kacho", 11),
    "media.show_day_check": ("kacho", 14),
    "media.list_handovers": ("kacho", 9),
    "media.show_counter": ("baitai", 17),
    "media.list_confirmations": ("baitai", 8),
    "disclosures.list_cases": ("soumu", 14),
    "disclosures.new_case": ("soumu", 6),
    "disclosures.show_case": ("soumu", 26),
    "disclosures.review_identity": ("soumu", 26),
    "disclosures.review_contents": ("soumu", 26),
    "disclosures.review_mending": ("soumu", 26),
    "disclosures.review_passing": ("soumu", 27),
    "disclosures.review_officer": ("soumu", 29),
    "disclosures.review_stamp": ("soumu", 26),
    "disclosures.review_attachment": ("soumu", 26),
    "disclosures.review_withdrawal": ("soumu", 26),
    "disclosures.review_cancellation": ("soumu", 26),
    "disclosures.review_answer": ("soumu", 28),
    "disclosures.show_forms": ("madoguchi", 4),
    "disclosures.list_closed_days": ("soumu", 6),
    "disclosures.show_ledger": ("soumu", 22),
    "inquiries.list_slips": ("toiawase", 9),
    "inquiries.list_calls": ("toiawase", 9),
    "inquiries.list_reviews": ("kacho", 17),
    "inquiries.show_counts": ("toiawase", 7),
    "inquiries.list_blanks": ("toiawase", 7),
    "inquiries.show_search": ("toiawase", 2),
    "inquiries.show_slip": ("toiawase", 13),
    "inquiries.show_news": ("toiawase", 4),
    "disclosures.list_waiting": ("somukacho", 30),
    "disclosures.list_due": ("soumu", 11),
    "disclosures.show_figures": ("soumu", 16),
    "jobs.list_jobs": ("kanri", 4),
    "oversight.show_records": ("kansa", 1),
    "oversight.show_record": ("kansa", 9),
}
PAGES_OF_A_PERSON = (
    "counter.show_resident",
    "counter.show_household",
    "counter.show_confirmation",
    "counter.show_changes",
    "counter.show_past",
    "vouchers.show_certificate",
    "vouchers.show_record_copy",
    "applications.show_form",
)
PAGES_OF_A_VOUCHER = ("vouchers.show_voucher", "vouchers.show_void", "vouchers.show_take_back", "vouchers.show_reissue")
SEARCHES = {"one of many": ("見本", 11), "by number": ("0004000777", 21), "nobody": ("架空谷", 10)}


@pytest.fixture
def full(app: Flask) -> Mapping[str, str | int]:
    """Much of everything, and the arguments of the pages' addresses."""
    a_programme()
    the_covid_programme()
    residents = [a_resident(name=f"見本 {number}子", resident_number=f"{4000777 + number:010}") for number in range(MUCH)]
    resident = residents[0]
    with writing() as session:
        session.add_all(
            ResidentChange(resident_id=resident.id, at=clock.now(), field="phone", old=f"029-000-{number:04}", new="")
            for number in range(MUCH)
        )
    for number in range(2, 20):
        a_dose(resident, dose_number=number, programme_code="covid", given_on=date(2022, 1 + number % 12, 1 + number))
    vouchers = [a_voucher(each, issued_at=clock.now()) for each in residents]
    for each in residents:
        a_lookup([person.id for person in residents], what=Event.RESIDENT_SEARCH, facts={"kinds": [], "count": each.id})
    register = checked(ImportKind.REGISTER, register_files.LAYOUT, a_register(many_rows(MUCH, 性別="9")), check_register_file)
    checked(ImportKind.REGISTER, register_files.LAYOUT, a_register(many_rows(MUCH)), check_register_file)
    look_for_duplicates()
    ledger = checked(ImportKind.DOSES, DOSE_LAYOUT, a_ledger([a_dose_row(接種日="")] * MUCH), check_dose_file)
    waiting = many_waiting(MUCH)
    much_on_the_desk(MUCH)
    return {
        "doses.show_waiting": waiting.public_id,
        **dict.fromkeys(PAGES_OF_A_PERSON, resident.public_id),
        **dict.fromkeys(PAGES_OF_A_VOUCHER, vouchers[0].public_id),
        "vouchers.show_issue": residents[1].public_id,
        **numbered_forms(),
        **many_media(MUCH),
        **many_slips(MUCH),
        **many_cases(MUCH),
        "residents.show_import": register.public_id,
        "takeback.show_take_back": people_brought_by_a_file().public_id,
        "doses.show_import": ledger.public_id,
        "oversight.show_record": newest_record(Event.RESIDENT_SEARCH).sequence,
        "accounts.show_staff": "madoguchi",
        "accounts.edit_section": "kenko",
    }


def numbered_forms() -> dict[str, str]:
    """Printed in advance, more than a page of them."""
    with reading():
        staff = staff_id("madoguchi")
    with writing() as session:
        made = {"fiscal_year": 2026, "made_at": clock.now(), "made_by": staff, "form": FormKind.VOUCHER}
        batch = BlankBatch(public_id="b" * 32, first=1, last=MUCH, printed=1, place="支所", handed_at=clock.now(), **made)
        session.add(batch)
        session.flush()
        session.add_all(
            BlankForm(public_id=f"{number:032}", batch_id=batch.id, fiscal_year=2026, running=number) for number in range(1, MUCH + 1)
        )
    return {"applications.show_batch": batch.public_id, "applications.show_number": f"{1:032}"}


def look_for_duplicates() -> None:
    """So many of one birth and reading: each is a pair with each."""
    with writing():
        job = ask_for_job(JobKind.DUPLICATES_FIND, about=0, total=0, by_staff_id=None)
    find_duplicates(job.id)


def people_brought_by_a_file() -> FileImport:
    """Applied, and with nothing that depends on it."""
    rows = [a_person_row(宛名番号=f"{8000000 + number:010}", カナ=f"ミホン {chr(0x30A2 + number)}") for number in range(MUCH)]
    file = checked(ImportKind.REGISTER, register_files.LAYOUT, a_register(rows), check_register_file)
    return applied(file, apply_register_file)


def test_every_page_of_the_navigation_has_a_ceiling() -> None:
    entries = {endpoint for _, items in MENU for _, endpoint, _ in items}

    require(sorted(entries - set(PAGES)), "name the page in PAGES with the most statements that it may take.")


def test_no_page_asks_more_than_its_ceiling(app: Flask, sign_in: SignIn, full: Mapping[str, str | int]) -> None:
    breaches = []
    browsers = {login: sign_in(login) for login, _ in PAGES.values()}
    for login in ("madoguchi", "daicho"):
        in_visit(browsers[login])
    for endpoint, (login, most) in PAGES.items():
        url = address_of(app, endpoint, full)
        browsers[login].get(url)
        with statements() as asked:
            browsers[login].get(url)
        assert browsers[login].status == 200, endpoint
        breaches += [f"{endpoint} asks {len(asked)} times instead of {most}"] if len(asked) > most else []

    require(breaches, "ask for several things in one statement, or say in the commit why the page needs one more and raise its number.")


def test_no_search_asks_more_than_its_ceiling(sign_in: SignIn, full: Mapping[str, str | int]) -> None:
    """The form sent and the page that it leads to, together."""
    breaches = []
    browser = in_visit(sign_in("madoguchi"))
    for kind, (typed, most) in SEARCHES.items():
        browser.get("/residents")
        with statements() as asked:
            browser.post("/residents", {"q": typed, "birth": ""}).follow()
        assert browser.status == 200, kind
        breaches += [f"{kind} asks {len(asked)} times instead of {most}"] if len(asked) > most else []

    require(breaches, "see the test above.")


def address_of(app: Flask, endpoint: str, full: Mapping[str, str | int]) -> str:
    (rule,) = [rule for rule in app.url_map.iter_rules(endpoint) if "GET" in (rule.methods or ())]
    values = {name: "resident-r8" if name == "programme_code" else full[endpoint] for name in rule.arguments}
    with app.test_request_context():
        return url_for(endpoint, **values)
