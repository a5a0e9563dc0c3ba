"""The programmes of the demo city: the COVID one that has ended, an invented one that is running, and three of every year.

The periods of COVID rules are as the sources remember them (domain-vaccination §5); a city keeps its own on the screen.
"""

import secrets
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from portal import clock
from portal.db import db
from portal.demo.doses import ASTRAZENECA, COVID, LAST_COVID_DAY, MODERNA, PFIZER
from portal.demo.vouchers import INTERVAL_DAYS, MINIMUM_AGE, RESIDENT
from portal.programmes.age_rules import AgeBasis, AgeEnd
from portal.programmes.models import Programme, ProgrammeDoseRule
from portal.programmes.span_rules import Unit

INFLUENZA, ZOSTER, INFANTS = "influenza-r8", "zoster-r8", "dpt-ipv-hib"
SHINGRIX = "グラクソ・スミスクライン"
COVID_BEGAN = date(2021, 2, 17)
# Of the third dose and after: since when so many months after the one before.
BOOSTERS = ((date(2021, 12, 1), 8, 3), (date(2022, 5, 25), 5, 4), (date(2022, 10, 21), 3, 7))


def add_programmes() -> None:
    """Adds the programmes that are not there yet, inside writing()."""
    session = db.session()
    known = set(session.scalars(select(Programme.code)))
    for programme, rules in _programmes():
        if programme.code not in known:
            session.add(programme)
            session.flush()
            session.add_all(rules)
    session.flush()


def _programmes() -> list[tuple[Programme, list[ProgrammeDoseRule]]]:
    return [
        _programme(
            COVID,
            "新型コロナウイルスワクチン 特例臨時接種",
            "予防接種法附則7条1項(令和4年法律第96号による改正前)・同法6条3項",
            period=(COVID_BEGAN, LAST_COVID_DAY),
            rules=_covid(),
        ),
        _programme(RESIDENT, "令和8年度 住民接種", "予防接種法6条3項(住民接種)", period=(date(2026, 9, 1), None), rules=_residents()),
        *_of_every_year(),
    ]


def _of_every_year() -> list[tuple[Programme, list[ProgrammeDoseRule]]]:
    return [
        _programme(
            INFLUENZA,
            "令和8年度 高齢者インフルエンザ",
            "予防接種法5条1項(B類疾病)",
            period=(date(2026, 10, 1), date(2027, 1, 31)),
            rules=[(1, {"registered_only": True, "age_from": 65})],
        ),
        _programme(
            ZOSTER,
            "令和8年度 帯状疱疹",
            "予防接種法5条1項(B類疾病)",
            period=(date(2026, 4, 1), date(2027, 3, 31)),
            rules=_zoster(),
        ),
        _programme(
            INFANTS,
            "五種混合(乳幼児)",
            "予防接種法5条1項(A類疾病)",
            period=(date(2024, 4, 1), None),
            rules=[(dose, _infants(dose)) for dose in range(1, 5)],
        ),
    ]


def _programme(
    code: str, name: str, legal_ground: str, *, period: tuple[date, date | None], rules: Iterable[tuple[int, dict[str, Any]]]
) -> tuple[Programme, list[ProgrammeDoseRule]]:
    starts_on, ends_on = period
    programme = Programme(
        code=code,
        name=name,
        legal_ground=legal_ground,
        kind_digit="2",
        screening_kind_digit="1",
        starts_on=starts_on,
        ends_on=ends_on,
    )
    made = [
        ProgrammeDoseRule(
            public_id=secrets.token_hex(16),
            programme_code=code,
            dose_number=dose,
            added_at=clock.now(),
            **({"starts_on": starts_on} | values),
        )
        for dose, values in rules
    ]
    return programme, made


def _residents() -> list[tuple[int, dict[str, Any]]]:
    of_age = {"age_from": MINIMUM_AGE}
    return [(1, of_age), (2, of_age | {"earlier_dose": 1, "shortest": INTERVAL_DAYS, "ahead_days": INTERVAL_DAYS})]


def _zoster() -> list[tuple[int, dict[str, Any]]]:
    """Who becomes 65, 70 … 100 within the year; a second dose of one maker's vaccine alone."""
    age = {"age_basis": AgeBasis.IN_THE_YEAR, "age_from": 65, "age_until": 100, "age_end": AgeEnd.THROUGH, "age_every": 5}
    first = age | {"registered_only": True}
    second = {"vaccine": SHINGRIX, "same_vaccine": True, "earlier_dose": 1, "shortest": 2, "shortest_unit": Unit.MONTHS, "ahead_days": 62}
    return [(1, first), (2, first | second)]


def _covid() -> list[tuple[int, dict[str, Any]]]:
    """Two doses by the maker of the first, then months that grew fewer and doses that grew more."""
    second = {"earlier_dose": 1, "same_vaccine": True}
    rules: list[tuple[int, dict[str, Any]]] = [(1, {})]
    for maker, shortest, standard in ((PFIZER, 19, 21), (MODERNA, 21, 28), (ASTRAZENECA, 28, 56)):
        rules.append((2, second | {"vaccine": maker, "shortest": shortest, "standard": standard}))
    for since, months, last in BOOSTERS:
        rules += [(dose, _booster(dose, since, months)) for dose in range(3, last + 1)]
    return rules


def _booster(dose: int, since: date, months: int) -> dict[str, Any]:
    return {"starts_on": since, "earlier_dose": dose - 1, "shortest": months, "shortest_unit": Unit.MONTHS}


def _infants(dose: int) -> dict[str, Any]:
    """Between 2 and 90 months of life; three doses, 20日以上 apart (a difference of 21), the fourth half a year later."""
    months = {"age_from_unit": Unit.MONTHS, "age_until_unit": Unit.MONTHS, "age_end": AgeEnd.REACHING}
    age = months | {"registered_only": True, "age_from": 2, "age_until": 90, "ahead_days": 31}
    if dose == 1:
        return age
    if dose == 4:
        return age | {"earlier_dose": 3, "shortest": 6, "shortest_unit": Unit.MONTHS}
    return age | {"earlier_dose": dose - 1, "shortest": 21, "standard": 28}
