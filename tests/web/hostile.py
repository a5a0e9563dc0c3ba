"""Every form of the portal, and what somebody might send to it instead of what it asks for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote_plus

from flask import Flask
from sqlalchemy import select
from wtforms import Field

from portal.accounts.models import RoleGrant, Staff
from portal.clock import today
from portal.db import writing
from portal.permissions import Role
from portal.web.fields import Form

# Already escaped for a form's body: not all of it can be written as text.
RAW = {
    "a NUL": "%E3%81%82%00%E3%81%84",
    "control characters": "%1B%5B2J%07%7F%C2%85",
    "half a character": "%ED%A0%80",
    "no UTF-8": "%FF%FE%80",
    "100,000 characters": "%E3%81%82" * 100_000,
    "SQL": quote_plus("%' OR 1=1; DROP TABLE voucher; -- _\"\\"),
    "markup": quote_plus("<script>alert(1)</script>{{ 7*7 }}"),
    "rare characters": quote_plus("𠮷葛\U000e0100😀\u202e\ufeff"),
    "a large number": "9" * 40,
    "nothing": "",
}
IN_A_PATH = ("%00", "%ED%A0%80", "%FF", "%2E%2E%2F", "%1B", "%F0%A0%AE%B7", "9" * 40, "a" * 2_000, "'%20OR%201=1")
APPLIED = {"applicant": "self", "documents": "passport", "gaps": "photo", "accepted": "register", "delivery": "handed_over"}
# Choices that let a form get as far as its text fields.
CHOSEN: dict[str, dict[str, str]] = {
    "vouchers.reissue": {"reason": "other"} | APPLIED,
    "vouchers.issue": {"reason": "other", "dose": "1"} | APPLIED,
    "vouchers.reissue_certificate": APPLIED,
    "arrivals.take_arrival": {
        "sex": "2",
        "purposes": "voucher",
        "applicant": "self",
        "documents": "passport",
        "birth": "S40.2.3",
        "notified_on": "R2.4.1",
        "kana": "ミト",
    },
    "arrivals.withdraw_arrival": {"reason": "other"},
    "arrivals.register_unregistered": {
        "sex": "2",
        "reason": "other",
        "applicant": "self",
        "documents": "passport",
        "birth": "S40.2.3",
        "kana": "ミト",
        "municipality": "茨城県水戸市",
    },
    "counter.search_residents": {"channel": "counter", "reason": "reissue"},
    "residents.add_mailing": {"postal_code": "312-0001", "reason": "other", "starts_on": "R8.11.24"},
    "residents.add_phone": {"phone": "029-000-0000", "whose": "facility", "relation": "", "starts_on": "R8.11.24"},
    "residents.change_contact": {
        "phone": "029-000-0000",
        "whose": "facility",
        "relation": "",
        "starts_on": "R8.11.24",
        "why": "asked",
        "seen": "1",
    },
    "residents.end_contact": {"why": "out_of_use"},
    "residents.write_note": {"ends_on": "R8.12.24"},
    "residents.end_note": {"reason": "settled"},
    "inquiries.fill_blank": {"day": "R8.11.24", "at": "9:00", "channel": "phone"},
    "disclosures.sign_drafts": {"answer": "agree"},
    "disclosures.send_notice": {"day": "R8.11.24", "way": "post"},
    "disclosures.reach_notice": {"day": "R8.11.24"},
    "disclosures.wish_doing": {"day": "R8.11.24", "way": "copy"},
    "disclosures.do_disclosure": {"day": "R8.11.24", "way": "copy", "papers": "licence", "waiver": ""},
    "disclosures.ask_section": {"section": "1", "due_on": "R8.12.24"},
    "disclosures.ask_third": {"article": "86-1", "asked_on": "R8.11.24", "due_on": "R8.12.24"},
    "disclosures.answer_third": {"objects": "yes", "day": "R8.11.24"},
    "disclosures.file_appeal": {"day": "R8.11.24"},
    "disclosures.step_appeal": {"step": "consult", "day": "R8.11.24", "ground": "", "ruling": ""},
    "disclosures.receive_case": {
        "kind": "correction",
        "wish": "correct",
        "received_on": "R8.11.24",
        "received_section": "kenko",
        "section": "kenko",
        "way": "window",
        "requester_kind": "self",
    },
    "disclosures.change_case": {"way": "window", "requester_kind": "self"},
    "disclosures.note_mending": {"gaps": "other"},
    "disclosures.answer_mending": {"answered_on": "R8.11.24"},
    "disclosures.pass_case": {"section": "joho"},
    "disclosures.restamp_case": {"day": "R8.11.24"},
    "disclosures.withdraw_case": {"withdrawn_on": "R8.11.24"},
    "accounts.start_visit": {"channel": "counter", "reason": "reissue"},
    "accounts.change_visit": {"channel": "counter", "reason": "reissue"},
    "accounts.add_staff": {"section": "kenko", "starts_on": "R9.4.1", "roles": "auditor"},
    "accounts.change_staff": {"section": "kenko", "starts_on": "R9.4.1"},
    "accounts.grant_role": {"word": "auditor", "starts_on": "R9.4.1"},
    "inquiries.write_slip": {f"was_{name}": "" for name in ("body", "caller", "subject", "answer", "call_at", "taken_at", "answer_by")},
    "inquiries.close_slip": {"result": "no_answer", "was_answer": ""},
    "inquiries.hand_slip": {"to": "madoguchi"},
    "inquiries.wait_slip": {"until": "R99.12.24"},
    "inquiries.add_note": {"note_channel": ""},
    "accounts.grant_permission": {"word": "audit:typed:open", "starts_on": "R9.4.1", "ends_on": "R9.5.1"},
}


@dataclass(frozen=True)
class Sent:
    """One form sent, and why it is hostile."""

    what: str
    body: str


def give_every_role(login_name: str) -> None:
    """One person whom nothing is refused for lack of a permission."""
    with writing() as session:
        staff = session.scalars(select(Staff).where(Staff.login_name == login_name)).one()
        held = set(session.scalars(select(RoleGrant.role).where(RoleGrant.staff_id == staff.id)))
        session.add_all(RoleGrant(staff_id=staff.id, role=role, starts_on=today()) for role in set(Role) - held)


def post_rules(app: Flask) -> list[tuple[str, str]]:
    """Endpoint and rule of everything that takes a form."""
    rules = [(rule.endpoint, rule.rule) for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    return sorted(rules, key=lambda rule: rule[1])


def address(rule: str, known: dict[str, str]) -> str:
    """The rule with something for each of its parameters."""
    return re.sub(r"<(?:[^:<>]+:)?([a-z_]+)>", lambda found: known[found.group(1)], rule)


def bodies(endpoint: str, tokens: dict[str, str]) -> Iterator[Sent]:
    """The form with each hostile text in all of its fields, then only where something is typed."""
    held = "&".join(f"{name}={quote_plus(value)}" for name, value in tokens.items())
    chosen = CHOSEN.get(endpoint, {})
    for what, raw in RAW.items():
        # Long texts go one to a field, but not into every field of every form of the portal at once.
        names = sorted(_names()) if len(raw) < 1000 else ["q", "reason", "memo", "login_name", "name", "reason_note"]
        yield Sent(f"{what} everywhere", "&".join([held, *(f"{name}={raw}" for name in names)]))
        if chosen:
            typed = [f"{name}={raw}" for name in names if name not in chosen]
            yield Sent(
                f"{what} where text is typed", "&".join([held, *typed, *(f"{name}={quote_plus(word)}" for name, word in chosen.items())])
            )


def told(page: str) -> str:
    """What an answer says about the fault: the whole of an error page, otherwise the sentences at the fields and above the form."""
    if "<html" not in page:
        said = [page]
    elif re.search('refusal__number|class="refusal[ "]', page):
        said = [page[page.find("<main") :]]
    else:
        said = re.findall(r'(?s)<p class="error".*?</p>|<div class="summary".*?</div>|<div class="notice.*?</div>', page)
    return re.sub(r"(?s)<kbd>.*?</kbd>|<[^>]*>|&[a-z]+;", " ", " ".join(said))


def english_in(said: str) -> list[str]:
    """Words of four letters or more."""
    return sorted(set(re.findall(r"[A-Za-z]{4,}", said)))


def _names() -> set[str]:
    """The names of all fields of all forms."""
    names: set[str] = {"reason", "confirmed", "file"}
    waiting = list(Form.__subclasses__())
    while waiting:
        form = waiting.pop()
        waiting.extend(form.__subclasses__())
        names |= {name for name in dir(form) if isinstance(getattr(form, name), Field) or hasattr(getattr(form, name), "field_class")}
    return names - {"csrf_token", "once"}
