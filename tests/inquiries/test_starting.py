"""One key, one slip, its number at once (D-3)."""

from flask import Flask

from portal.inquiries.rules import EntryKind, SlipChannel, SlipState
from tests.inquiries.at_desk import SignIn, entries_at, slip_at, started


def test_a_slip_has_its_number_at_once(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("toiawase")
    url = started(browser)
    slip = slip_at(url)

    assert "R8-0001" in browser.follow().text
    assert (slip.state, slip.channel, slip.taken_by, slip.holder_id) == (SlipState.OPEN, SlipChannel.PHONE, slip.holder_id, slip.taken_by)
    assert [entry.what for entry in entries_at(url)] == [EntryKind.STARTED]
