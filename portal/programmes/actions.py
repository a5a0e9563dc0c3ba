"""Programmes and their rules added, changed from a day on, withdrawn: each one transaction with its record."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import writing
from portal.errors import Changed, Refused, refuse_if
from portal.programmes.change_rules import faults_of, why_not_end, why_not_from, why_not_new_chain, why_not_withdraw
from portal.programmes.dose_rules import DoseRule
from portal.programmes.models import Programme, ProgrammeDoseRule
from portal.programmes.paper_rules import PaperForm, paper_words
from portal.programmes.queries import facts_of, find_programme, find_rule, rule_of
from portal.programmes.span_rules import Span
from portal.programmes.word_rules import period_words, rule_words
from portal.text.wareki import format_date
from portal.web.once import first_result, keep_result

PURPOSE = "接種事業の整備"
TAKEN = "この決まりは、いま別の職員が改めました。画面を開き直して、いまの決まりを確かめてください。何も変えていません。"

ANOTHER_STANDS = "その日から効くはずの決まりは、開いた決まりとは別のものです。事業の画面で、その日の決まりを選んで改めてください。"


@dataclass(frozen=True)
class NewProgramme:
    """`like`: the programme whose rules it begins with; empty for none."""

    code: str
    name: str
    legal_ground: str
    kind_digit: str
    screening_kind_digit: str
    starts_on: date
    ends_on: date | None
    like: str = ""
    paper: PaperForm = PaperForm.STICKERS
    integrated_from_dose: int | None = None


def add_programme(new: NewProgramme, *, staff: SignedIn, once: str) -> str:
    """A programme, with copies of another's rules from its first day on; returns its code. Refused when the code is taken."""
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        if session.get(Programme, new.code) is not None:
            raise Refused(f"「{new.code}」という記号の事業はもうあります。別の記号にしてください。")
        copied = _rules_of_last_day(find_programme(new.like)) if new.like else []
        session.add(
            Programme(
                code=new.code,
                name=new.name,
                legal_ground=new.legal_ground,
                kind_digit=new.kind_digit,
                screening_kind_digit=new.screening_kind_digit,
                starts_on=new.starts_on,
                ends_on=new.ends_on,
                form=new.paper,
                integrated_from_dose=new.integrated_from_dose,
            )
        )
        session.flush()
        session.add_all(
            _row(new.code, {**_values(rule), "starts_on": new.starts_on}, ground=new.legal_ground, staff=staff) for rule in copied
        )
        facts = {
            "programme": new.code,
            "period": period_words(new.starts_on, new.ends_on),
            "printed_on": paper_words(new.paper, new.integrated_from_dose),
            "rules": [rule_words(rule) for rule in copied],
        }
        record(Event.PROGRAMME_ADD, by=staff.actor, purpose=PURPOSE, facts=facts)
        keep_result(once, new.code)
    return new.code


def change_end(code: str, ends_on: date | None, *, ground: str, staff: SignedIn, once: str) -> None:
    """Another last day, while the present one has not passed."""
    with writing() as session:
        if first_result(once) is not None:
            return
        programme = find_programme(code)
        session.refresh(programme, with_for_update=True)
        refuse_if(why_not_end(ends_on, starts_on=programme.starts_on, now=programme.ends_on, today=clock.today()))
        before, programme.ends_on = programme.ends_on, ends_on
        facts = {"programme": code, "before": _end_words(before), "after": _end_words(ends_on), "ground": ground}
        record(Event.PROGRAMME_END, by=staff.actor, purpose=PURPOSE, facts=facts)
        keep_result(once, code)


def change_rule(code: str, rule: DoseRule, *, seen: str, ground: str, staff: SignedIn, once: str) -> None:
    """The rule of a dose from `rule.starts_on` on; what was in effect before that day stays as it was.

    `seen`: the public id of the rule that the clerk changed; empty for a dose or a vaccine that has none. Refused with the reason, Changed
    when another rule stands there by now.
    """
    with writing() as session:
        if first_result(once) is not None:
            return
        programme = find_programme(code)
        existing = [row for row in programme.rules if (row.dose_number, row.vaccine) == (rule.dose, rule.vaccine)]
        standing = max((row for row in existing if row.starts_on <= rule.starts_on), key=lambda row: row.starts_on, default=None)
        _refuse_change(programme, rule, existing, standing=standing.public_id if standing else "", seen=seen)
        if standing and standing.starts_on == rule.starts_on:
            _withdraw(standing, staff)
            session.flush()
        session.add(_row(code, _values(rule), ground=ground, staff=staff))
        try:
            session.flush()
        except IntegrityError:
            raise Changed(TAKEN) from None
        before = rule_words(rule_of(standing)) if standing else ""
        facts = {"dose": rule.dose, "starts": format_date(rule.starts_on), "before": before, "after": rule_words(rule), "ground": ground}
        record(Event.PROGRAMME_RULE, by=staff.actor, purpose=PURPOSE, facts={"programme": code} | facts)
        keep_result(once, code)


def _refuse_change(programme: Programme, rule: DoseRule, existing: Sequence[ProgrammeDoseRule], *, standing: str, seen: str) -> None:
    """`standing`: the rule that the new one would follow."""
    known = [rule_of(row) for row in existing]
    refuse_if(None if seen else why_not_new_chain(rule, known))
    refuse_if(why_not_from(rule, known, last_day=facts_of(programme).last_day, today=clock.today()))
    refuse_if(next((words for _, words in faults_of(rule)), None))
    if not seen:
        return
    if seen not in {row.public_id for row in existing}:
        raise Changed(TAKEN)
    if seen != standing:
        raise Refused(ANOTHER_STANDS)


def withdraw_rule(public_id: str, *, staff: SignedIn, once: str) -> str:
    """A rule that has not begun; the one before it goes on. Returns the programme's code."""
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        row = find_rule(public_id)
        session.refresh(row, with_for_update=True)
        if row.withdrawn_at is None:
            rule = rule_of(row)
            refuse_if(why_not_withdraw(rule, today=clock.today()))
            _withdraw(row, staff)
            facts = {
                "programme": row.programme_code,
                "dose": row.dose_number,
                "starts": format_date(row.starts_on),
                "before": rule_words(rule),
            }
            record(Event.PROGRAMME_WITHDRAW, by=staff.actor, purpose=PURPOSE, facts=facts)
        keep_result(once, row.programme_code)
        return row.programme_code


def _end_words(day: date | None) -> str:
    return format_date(day) if day else "決めていない"


def _withdraw(row: ProgrammeDoseRule, staff: SignedIn) -> None:
    row.withdrawn_at, row.withdrawn_by = clock.now(), staff.id


def _rules_of_last_day(programme: Programme) -> list[DoseRule]:
    """Those that a new programme like it goes on with: the newest of each dose and vaccine."""
    newest = {(row.dose_number, row.vaccine): rule_of(row) for row in programme.rules}
    return [rule for rule in newest.values() if rule.is_offered]


def _row(code: str, values: dict[str, Any], *, ground: str, staff: SignedIn) -> ProgrammeDoseRule:
    return ProgrammeDoseRule(
        public_id=secrets.token_hex(16), programme_code=code, ground=ground, added_at=clock.now(), added_by=staff.id, **values
    )


def _values(rule: DoseRule) -> dict[str, Any]:
    target = rule.target
    return {
        "dose_number": rule.dose,
        "vaccine": rule.vaccine,
        "starts_on": rule.starts_on,
        "is_offered": rule.is_offered,
        "age_basis": target.basis,
        "age_end": target.end,
        "age_every": target.every,
        "earlier_dose": rule.earlier,
        "same_vaccine": rule.same_vaccine,
        "registered_only": rule.registered_only,
        "ahead_days": rule.ahead_days,
        **_span("age_from", target.at_least),
        **_span("age_until", target.until),
        **_span("shortest", rule.shortest),
        **_span("standard", rule.standard),
    }


def _span(name: str, span: Span | None) -> dict[str, Any]:
    return {} if span is None else {name: span.count, f"{name}_unit": span.unit}
