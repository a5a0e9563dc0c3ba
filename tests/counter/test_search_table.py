"""More than two hundred searches over one small city: whom each finds, in which order, and why (searches.tsv), on both engines."""

import html
import re
from itertools import groupby
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import Browser
from tests.counter.at_counter import SignIn, in_visit, rows_of
from tests.counter.searched_city import found_city

pytestmark = pytest.mark.thorough

# Columns: kind of search, the box, the birth field, what comes of it:
#   → w1                        one person, opened at once
#   w1 文字どおり一致 | w2 …     people in the order shown, each with the reason
#   nobody [生年月日 3人]        nobody, and which wider searches are offered with how many people
#   refused …                   not searched; the beginning of the reason
LINES = [line.split("\t") for line in Path(__file__).with_name("searches.tsv").read_text(encoding="utf-8").splitlines()]
KINDS = {kind: [line[1:] for line in lines] for kind, lines in groupby(LINES, key=lambda line: line[0])}


def outcome_of(clerk: Browser, names: dict[str, str], typed: str, birth: str) -> str:
    clerk.get("/residents").post("/residents", {"q": typed, "birth": birth})
    if clerk.status == 422:
        (reason, *_) = re.findall(r'class="error"[^>]*>([^<]+)<', clerk.text)
        return f"refused {html.unescape(reason)}"
    if clerk.location != "/residents":
        return f"→ {names[clerk.location.removeprefix('/residents/')]}"
    hits = rows_of(clerk.follow())
    if not hits:
        wider = re.findall(r"([^<>]+)を除いて探す <span class=\"nowrap\">\(([^)]+)\)", clerk.text)
        return " ".join(["nobody", *(f"[{html.unescape(without)} {count}]" for without, count in wider)])
    return " | ".join(f"{names[public_id]} {html.unescape(why)}" for public_id, why in hits)


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_search_finds_ranks_and_explains(app: Flask, sign_in: SignIn, kind: str) -> None:
    names = found_city()
    clerk = in_visit(sign_in("madoguchi"))

    wrong = []
    for typed, birth, expected in KINDS[kind]:
        outcome = outcome_of(clerk, names, typed, birth)
        if outcome != expected and not (expected.startswith("refused") and outcome.startswith(expected)):
            wrong.append(f"{typed!r} {birth!r}\n  expected {expected}\n  got      {outcome}")
    assert not wrong, "\n".join(wrong)


def test_the_table_holds_more_than_two_hundred_searches_of_every_kind() -> None:
    assert len(LINES) >= 200
    assert set(KINDS) == {"number", "name", "kana", "roman", "place", "phone", "birth", "wrong"}
    assert len({tuple(line[1:3]) for line in LINES}) == len(LINES)
