"""Every route says who may use it, has an address in the house's form, and changes things by POST alone, once."""

import re

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.routing.converters import IntegerConverter, UnicodeConverter

from portal.permissions import Permission
from portal.web.allow import EVERYBODY, permission_of
from tests.architecture.reached import reached_by, views
from tests.architecture.sources import require

# What may stand in an address, and why it tells nobody anything about a resident.
IN_ADDRESSES = {
    "public_id": "random, 32 hexadecimal digits",
    "login_name": "staff, not residents; shown to the system admin and to the staff's own sections",
    "section_code": "a section of the city; shown to the system admin alone",
    "programme_code": "a programme of the city",
    "word": "a role, a permission, what a request is about, or one of the media ledgers",
    "starts_on": "the first day of a grant",
    "sequence": "the running number of an audit record: auditors quote it",
    "filename": "a file of static/",
}
NUMBERS = frozenset({"sequence"})

# Parts whose functions begin with one of these words look things up (and record that somebody looked).
READING = ("show", "list", "find", "open", "search", "review", "note", "count", "prepare", "read", "only", "export", "typed", "seal")
ACTIONS = re.compile(r"portal\.\w+\.(\w*actions|certificates|record_copies|visits|sign_in|live_sessions|search|page|review)\.(\w+)$")
TAKES_ONCE = "portal.web.once.once_from_form"
# Pressed twice, these do no harm; each says why.
WITHOUT_ONCE = {
    "print_run": "every printing is one record",
    "start_session": "signing in again gives the same person one live session",
    "sign_in_again": "the same",
    "sign_out": "a second time there is nobody to sign out",
    "leave_seat": "left is left",
    "change_password": "the second time the present password is wrong",
    "start_visit": "ends the visit before it",
    "change_visit": "writes the same words again",
    "end_visit": "ending an ended one is no fault",
    "search_residents": "looks",
    "find_person": "looks",
    "look_up_resident": "begins a visit anew and ends the one before it",
    "read_past": "looks",
    "open_numbers": "looks",
    "open_protected": "looks, and is recorded each time",
    "print_voucher": "gives the same bytes; each printing is recorded",
    "print_certificate": "the same",
    "print_copy": "the same",
    "print_blank_form": "nobody stands on it",
    "print_form": "looks, and is recorded each time",
    "print_paper": "gives the same bytes; each printing is recorded",
    "preview_notice": "looks, and is recorded each time",
    "print_draft_sheet": "gives the same bytes once the document has its number; each printing is recorded",
    "print_receipt": "gives the same bytes while it would say the same; each printing is recorded",
    "print_batch": "gives the same bytes until the batch is handed out; each printing is recorded",
    "find_number": "looks",
    "print_labels": "gives the same labels; each printing is recorded",
    "print_stocktake": "gives what stands there now; each printing is recorded",
    "find_line": "looks",
    "serve_person": "looks",
    "print_ledger": "looks, and is recorded each time",
    "print_figures": "looks, and is recorded each time",
    "export_figures": "looks, and is recorded each time",
    "print_due": "looks, and is recorded each time",
    "export_ledger": "looks, and is recorded each time",
    "print_day_check": "looks, and is recorded each time",
    "print_handover": "looks, and is recorded each time",
    "search_records": "looks",
    "search_slips": "looks",
    "print_slip": "looks, and is recorded each time",
    "print_blanks": "gives the same numbers; each printing is recorded",
    "print_count": "looks, and is recorded each time",
    "export_count": "looks, and is recorded each time",
    "export_records": "looks, and is recorded each time",
    "verify_records": "looks",
    "open_typed": "looks, and is recorded each time",
    "write_slip": "each field comes with what it was based on: sent again it is there already",
    "start_look_up": "ends the visit before it",
}


def _rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))


def test_every_route_declares_a_permission(app: Flask) -> None:
    breaches = [rule.rule for rule in _rules(app) if permission_of(app, rule.endpoint) not in (*Permission, EVERYBODY)]

    require(breaches, "put @allow(Permission.X) (or @allow_everybody) directly below the route's decorator.")


def test_only_the_door_and_the_sign_of_life_are_open_to_everybody(app: Flask) -> None:
    open_to_all = {rule.endpoint for rule in _rules(app) if permission_of(app, rule.endpoint) == EVERYBODY}
    expected = {"static", "accounts.show_sign_in", "accounts.start_session", "accounts.sign_in_again", "jobs.show_health"}

    require(
        sorted(open_to_all ^ expected), "mark the route with @allow(Permission.X); a new door for strangers is added here with its reason."
    )


def test_addresses_are_kebab_case_nouns(app: Flask) -> None:
    breaches = []
    for rule in _rules(app):
        fixed = [part for part in rule.rule.strip("/").split("/") if part and not part.startswith("<")]
        if rule.endpoint != "static" and not all(re.fullmatch(r"[a-z]+(-[a-z]+)*", part) for part in fixed):
            breaches.append(rule.rule)

    require(breaches, "small letters and hyphens, no trailing slash, no number of a thing: /audit-records/<…>, /register-files.")


def test_only_get_and_post_are_used(app: Flask) -> None:
    breaches = [f"{rule.rule} {sorted(rule.methods or ())}" for rule in _rules(app) if not _methods(rule) <= {"GET", "POST"}]

    require(breaches, "a plain form sends GET and POST only: use @blueprint.get or @blueprint.post.")


def test_one_endpoint_answers_one_method(app: Flask) -> None:
    breaches = [f"{rule.rule} {sorted(_methods(rule))}" for rule in _rules(app) if len(_methods(rule)) != 1]

    require(breaches, "write two functions, one that shows and one that does.")


def _methods(rule: Rule) -> set[str]:
    return (rule.methods or set()) - {"HEAD", "OPTIONS"}


def test_addresses_carry_public_ids_only(app: Flask) -> None:
    breaches = []
    for rule in _rules(app):
        for name, converter in rule._converters.items():
            is_number = isinstance(converter, IntegerConverter)
            is_fine = is_number if name in NUMBERS else rule.endpoint == "static" or isinstance(converter, UnicodeConverter)
            if name not in IN_ADDRESSES or not is_fine:
                breaches.append(f"{rule.rule}: {name}")

    require(
        breaches,
        "use the row's public_id (secrets.token_hex(16)): a database id can be counted up, a person's number is personal data.",
    )


def test_looking_changes_nothing() -> None:
    """A GET may record that somebody looked; it never calls an action that changes."""
    seen = views()
    breaches = []
    for view in seen:
        changing = [name for name in reached_by(view) if (found := ACTIONS.match(name)) and not found[2].startswith(READING)]
        if view.method == "get" and (changing or TAKES_ONCE in reached_by(view)):
            breaches.append(f"{view.where} calls {', '.join(sorted(changing)) or TAKES_ONCE}")

    assert len(seen) > 40
    require(breaches, "make it a POST with a form: a link, a reload or a preview must never change anything.")


def test_every_changing_form_counts_once() -> None:
    """Pressed twice, or Back and again, shows the first result."""
    breaches = [
        view.where for view in views() if view.method == "post" and TAKES_ONCE not in reached_by(view) and view.function not in WITHOUT_ONCE
    ]

    require(
        breaches,
        "put tokens(once) into the form, take once_from_form() in the route, and first_result() and keep_result() in the action; "
        "or add it to WITHOUT_ONCE with the reason why a second time does no harm.",
    )


def test_no_exception_from_the_rules_is_left_over() -> None:
    posts = {view.function for view in views() if view.method == "post"}

    require(sorted(set(WITHOUT_ONCE) - posts), "take the name out of WITHOUT_ONCE: no route of that name is left.")
