"""What is typed is stored as it is typed, put together with what others type, and never lost (D-3)."""

from flask import Flask

from tests.inquiries.at_desk import SignIn, slip_at, started, type_into


def test_each_field_is_stored_by_itself(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("toiawase")
    url = started(browser)
    said = type_into(browser, url, body="昨日、市から", caller="渡邉")

    assert (said["now"], said["wrong"]) == ({"caller": "渡邉", "body": "昨日、市から"}, {})
    assert (slip_at(url).body, slip_at(url).caller) == ("昨日、市から", "渡邉")
    assert "昨日、市から" in browser.get(url).text
