"""Programmes read: for the rules, and as the screens show them."""

from sqlalchemy import select

from portal.db import db
from portal.errors import NotFound
from portal.programmes.age_rules import Target
from portal.programmes.dose_rules import DoseRule, ProgrammeFacts
from portal.programmes.models import Programme, ProgrammeDoseRule
from portal.programmes.span_rules import Span, Unit


def programmes() -> list[Programme]:
    """All of the city's programmes, the newest first; there are few."""
    return list(db.session().scalars(select(Programme).order_by(Programme.starts_on.desc(), Programme.code)))


def find_programme(code: str) -> Programme:
    """Inside a door. NotFound when there is none."""
    programme = db.session().get(Programme, code)
    if programme is None:
        raise NotFound
    return programme


def find_rule(public_id: str) -> ProgrammeDoseRule:
    """Inside a door. NotFound when there is none."""
    rule = db.session().scalar(select(ProgrammeDoseRule).where(ProgrammeDoseRule.public_id == public_id))
    if rule is None:
        raise NotFound
    return rule


def facts_of(programme: Programme) -> ProgrammeFacts:
    return ProgrammeFacts(
        code=programme.code,
        name=programme.name,
        starts_on=programme.starts_on,
        ends_on=programme.ends_on,
        rules=tuple(rule_of(row) for row in programme.rules),
    )


def rule_of(row: ProgrammeDoseRule) -> DoseRule:
    target = Target(
        basis=row.age_basis,
        at_least=_span(row.age_from, row.age_from_unit),
        until=_span(row.age_until, row.age_until_unit),
        end=row.age_end,
        every=row.age_every,
    )
    return DoseRule(
        dose=row.dose_number,
        starts_on=row.starts_on,
        target=target,
        vaccine=row.vaccine,
        is_offered=row.is_offered,
        earlier=row.earlier_dose,
        shortest=_span(row.shortest, row.shortest_unit),
        standard=_span(row.standard, row.standard_unit),
        same_vaccine=row.same_vaccine,
        registered_only=row.registered_only,
        ahead_days=row.ahead_days,
    )


def _span(count: int | None, unit: Unit) -> Span | None:
    return None if count is None else Span(count, unit)
