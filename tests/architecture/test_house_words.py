"""Every word the house uses has its Japanese, and every permission and event is really used."""

import ast
import importlib
import re
from enum import StrEnum
from functools import cache

import pytest
from flask import Flask

from portal.accounts.rules import CHANNEL_WORDS, VISIT_REASON_WORDS, Channel, VisitReason
from portal.audit.event_words import EVENT_WORDS
from portal.audit.events import Event
from portal.audit.facts import FACTS
from portal.jobs.kinds import JOB_WORDS, RESULT_PAGES, JobKind
from portal.permissions import GRANTS, PERMISSION_WORDS, ROLE_WORDS, Permission, Role
from portal.web.allow import permission_of
from portal.web.navigation import MENU
from portal.work import WORK
from tests.architecture.sources import ROOT, dotted, lines_matching, name_of, nodes_of, python_files, require, strings_of, templates

THREE_PARTS = r"[a-z]+:[a-z]+:[a-z-]+"
# Dictionaries that speak of some members only, by intent.
OF_SOME = {"ENDED_WORDS": "whoever signed out is told nothing about it"}
# Named in these files only because the whole list stands there.
LISTS = frozenset({"portal/permissions.py", "portal/audit/events.py"})


@pytest.mark.parametrize(
    ("members", "words"),
    [(Event, EVENT_WORDS), (Permission, PERMISSION_WORDS), (Role, ROLE_WORDS), (JobKind, JOB_WORDS)],
    ids=["Event", "Permission", "Role", "JobKind"],
)
def test_every_member_has_its_own_words(members: type[StrEnum], words: dict[StrEnum, str]) -> None:
    silent = [member.name for member in members if not words.get(member, "").strip()]
    spoken = list(words.values())
    shared = sorted({word for word in spoken if spoken.count(word) > 1})

    require([*silent, *shared], f"give each member of {members.__name__} Japanese words of its own: auditors read them.")


def test_every_dictionary_of_words_is_complete() -> None:
    """A state without a word would stop the page that meets it first."""
    breaches, seen = [], 0
    for path in python_files():
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
        for name, words in vars(module).items():
            if not name.endswith("_WORDS") or name in OF_SOME or not isinstance(words, dict) or not words:
                continue
            members = type(next(iter(words)))
            if issubclass(members, StrEnum):
                seen += 1
                breaches += [f"{module.__name__}.{name} has no {member!r}" for member in members if member not in words]

    assert seen > 10
    require(sorted(set(breaches)), "add the member to the dictionary, in the words of the office.")


def test_every_event_says_what_it_carries() -> None:
    breaches = [event.name for event in Event if event not in FACTS]

    require(breaches, "list in FACTS exactly the facts that the record must carry; frozenset() when there are none.")


def test_names_have_three_parts(app: Flask) -> None:
    breaches = [f"{word!r}" for words in (Event, Permission, JobKind) for word in words if not re.fullmatch(THREE_PARTS, word.value)]

    require(breaches, "feature:thing:verb, small letters, hyphens inside a part only where the verb needs them.")


def test_every_event_is_recorded_somewhere() -> None:
    breaches = [f"Event.{event.name}" for event in Event if f"Event.{event.name}" not in _used()]

    require(breaches, "call record(Event.X, …) in the action that does it, or take the event out.")


def test_every_permission_opens_something() -> None:
    breaches = [f"Permission.{permission.name}" for permission in Permission if f"Permission.{permission.name}" not in _used()]

    require(
        breaches, "name it in @allow of a route or ask for it in an action; a permission that opens nothing misleads whoever grants it."
    )


def test_every_permission_is_granted_to_some_role() -> None:
    granted = frozenset().union(*GRANTS.values()) | {Permission.SIGNED_IN}

    require(
        [permission.name for permission in Permission if permission not in granted], "put it into GRANTS of the role whose work needs it."
    )


def test_every_role_stands_in_the_table_of_grants() -> None:
    require([role.name for role in Role if role not in GRANTS], "add the role to GRANTS, with frozenset() while it may do nothing yet.")


@cache
def _used() -> frozenset[str]:
    """Every `Event.X` and the like that the portal's code names."""
    return frozenset(
        dotted(node) for path in python_files() if name_of(path) not in LISTS for node in nodes_of(path) if isinstance(node, ast.Attribute)
    )


def test_the_navigation_leads_to_pages_that_exist(app: Flask) -> None:
    endpoints = {entry[1] for _, entries in MENU for entry in entries}
    breaches = [endpoint for endpoint in sorted(endpoints) if endpoint not in app.view_functions]
    breaches += [endpoint for endpoint in sorted(endpoints - set(breaches)) if permission_of(app, endpoint) not in list(Permission)]

    require(breaches, "name the endpoint of a page in MENU of portal/web/navigation.py.")


def test_every_endpoint_that_is_named_exists(app: Flask) -> None:
    breaches = [
        f"{name_of(path)}:{line} {text}"
        for path in python_files()
        for line, text in strings_of(path)
        if re.fullmatch(r"[a-z]+\.[a-z]+(_[a-z]+)+", text) and text not in app.view_functions
    ]
    for path in templates():
        for line, found in lines_matching(r"url_for\('[a-z._]+'", path.read_text(encoding="utf-8")):
            breaches += [] if found.split("'")[1] in app.view_functions else [f"{name_of(path)}:{line} {found}"]

    require(breaches, "name the route as feature.function; a route that was renamed takes all its mentions along.")


def test_every_kind_of_job_has_its_work_and_its_result(app: Flask) -> None:
    breaches = [f"{kind.name}: no function in portal/work.py" for kind in JobKind if kind.value not in WORK]
    breaches += [f"{kind.name}: no page for its result" for kind in JobKind if RESULT_PAGES.get(kind) not in app.view_functions]
    breaches += [f"{word}: not a kind of job" for word in WORK if word not in list(JobKind)]

    require(breaches, "JobKind, JOB_WORDS, RESULT_PAGES (jobs/kinds.py) and WORK (work.py) name the same kinds.")


def test_the_visits_words_fit_into_a_record() -> None:
    """「窓口・再発行」 stands in audit_record.purpose, which holds 80 characters."""
    longest = max(len(f"{CHANNEL_WORDS[channel]}・{VISIT_REASON_WORDS[reason]}") for channel in Channel for reason in VisitReason)
    assert longest <= 80
