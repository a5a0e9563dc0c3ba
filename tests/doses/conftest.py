"""The tests of doses count on a 宛名番号 of ten figures, as a city's are: the national system writes them without leading zeros."""

import dataclasses

import pytest
from flask import Flask


@pytest.fixture(autouse=True)
def numbers_of_ten(request: pytest.FixtureRequest) -> None:
    if "app" in request.fixturenames:
        app: Flask = request.getfixturevalue("app")
        app.extensions["portal_settings"] = dataclasses.replace(app.extensions["portal_settings"], resident_number_length=10)
