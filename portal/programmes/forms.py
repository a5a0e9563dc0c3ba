"""What is typed of a programme and of a dose's rule; every message says what to do."""

import re
import unicodedata
from typing import Any

from wtforms import Field, RadioField, SelectField, StringField, ValidationError

from portal.programmes.age_rules import BASIS_WORDS, END_WORDS, AgeBasis, AgeEnd, Target
from portal.programmes.change_rules import MOST_AHEAD_DAYS, MOST_DOSES
from portal.programmes.dose_rules import DoseRule
from portal.programmes.paper_rules import PAPER_FORM_WORDS, PaperForm, why_not_integrated_from
from portal.programmes.span_rules import UNIT_WORDS, Span, Unit
from portal.text.wareki import format_date
from portal.web.fields import Form, WarekiField, at_most, day_of, needed, offered, plain_text, whole_day

AGE_UNITS = offered([(Unit.YEARS, "歳"), (Unit.MONTHS, "か月"), (Unit.DAYS, "日")])
UNITS = offered((unit, UNIT_WORDS[unit]) for unit in Unit)
GROUND_MISSING = "どの通知や告示によるかを入れてください。例: 令和8年11月20日付け 県通知 第123号"
LONGEST_NUMBER = 5


def whole_number(_form: Any, field: Field) -> None:
    if (field.data or "").strip() and number_of(field) is None:
        raise ValidationError("数字だけで入れてください。")


def number_of(field: Field) -> int | None:
    """None for an empty field and for what is no number."""
    text = unicodedata.normalize("NFKC", field.data or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def _number(label: str, *validators: Any) -> StringField:
    return StringField(label, [*validators, at_most(10), whole_number])


class RuleForm(Form):
    """A dose's rule as it shall be from a day on."""

    starts_on = WarekiField("いつから", [needed("いつからの決まりかを入れてください。"), whole_day])
    is_offered = RadioField("この回", choices=offered([("yes", "行う"), ("no", "この日から行わない")]), default="yes")
    age_basis = RadioField("年齢の数え方", choices=offered(BASIS_WORDS.items()), default=AgeBasis.ON_THE_DAY)
    age_from = _number("何歳から")
    age_from_unit = SelectField("何歳からの単位", choices=AGE_UNITS, default=Unit.YEARS.value)
    age_until = _number("何歳まで")
    age_until_unit = SelectField("何歳までの単位", choices=AGE_UNITS, default=Unit.YEARS.value)
    age_end = RadioField("上の年齢の意味", choices=offered(END_WORDS.items()), default=AgeEnd.UNDER)
    age_every = _number("何歳ごと")
    earlier_dose = _number("前の回")
    shortest = _number("いちばん短い間隔")
    shortest_unit = SelectField("いちばん短い間隔の単位", choices=UNITS, default=Unit.DAYS.value)
    standard = _number("標準の間隔")
    standard_unit = SelectField("標準の間隔の単位", choices=UNITS, default=Unit.DAYS.value)
    same_vaccine = RadioField("前の回のワクチン", choices=offered([("no", "問わない"), ("yes", "同じワクチンだけ")]), default="no")
    registered_only = RadioField("住民登録", choices=offered([("no", "問わない"), ("yes", "接種する日に登録のある方だけ")]), default="no")
    ahead_days = _number("接種券を何日前から発行できるか")
    ground = StringField("根拠", [needed(GROUND_MISSING), at_most(200), plain_text])

    def validate_ahead_days(self, field: Field) -> None:
        if (number_of(field) or 0) > MOST_AHEAD_DAYS:
            raise ValidationError(f"{MOST_AHEAD_DAYS}日までで入れてください。")

    def rule(self, dose: int, vaccine: str) -> DoseRule:
        """Of a form that was checked. What ends a dose has no further parts."""
        starts_on = day_of(self.starts_on)
        assert starts_on is not None
        if self.is_offered.data == "no":
            return DoseRule(dose, starts_on, vaccine=vaccine, is_offered=False)
        target = Target(
            basis=AgeBasis(self.age_basis.data),
            at_least=_span(self.age_from, self.age_from_unit),
            until=_span(self.age_until, self.age_until_unit),
            end=AgeEnd(self.age_end.data),
            every=number_of(self.age_every) or 0,
        )
        return DoseRule(
            dose=dose,
            starts_on=starts_on,
            target=target,
            vaccine=vaccine,
            earlier=number_of(self.earlier_dose),
            shortest=_span(self.shortest, self.shortest_unit),
            standard=_span(self.standard, self.standard_unit),
            same_vaccine=self.same_vaccine.data == "yes",
            registered_only=self.registered_only.data == "yes",
            ahead_days=number_of(self.ahead_days) or 0,
        )


class NewRuleForm(RuleForm):
    """A dose, or a vaccine of a dose, that has no rule yet."""

    dose = _number("何回目", needed("何回目の接種かを入れてください。"))
    vaccine = StringField("ワクチン", [at_most(40), plain_text])

    def validate_dose(self, field: Field) -> None:
        if not 0 < (number_of(field) or 0) <= MOST_DOSES:
            raise ValidationError(f"1から{MOST_DOSES}までの数で入れてください。")

    @property
    def whole_rule(self) -> DoseRule:
        return self.rule(number_of(self.dose) or 1, " ".join((self.vaccine.data or "").split()))


class EndForm(Form):
    ends_on = WarekiField("終わりの日", [whole_day])
    ground = StringField("根拠", [needed(GROUND_MISSING), at_most(200), plain_text])


class ProgrammeForm(Form):
    """A programme of the city."""

    code = StringField("記号", [needed("記号を入れてください。"), at_most(20)])
    name = StringField("名前", [needed("事業の名前を入れてください。"), at_most(60), plain_text])
    legal_ground = StringField("根拠となる法令", [needed("根拠となる法令を入れてください。例: 予防接種法5条1項"), at_most(200), plain_text])
    starts_on = WarekiField("始まりの日", [needed("始まりの日を入れてください。"), whole_day])
    ends_on = WarekiField("終わりの日", [whole_day])
    like = SelectField("決まりを写す事業")
    kind_digit = StringField("券種(接種)", [needed("数字1文字を入れてください。")], default="2")
    screening_kind_digit = StringField("券種(予診のみ)", [needed("数字1文字を入れてください。")], default="1")
    paper = SelectField("接種券の用紙", choices=offered(PAPER_FORM_WORDS.items()), default=PaperForm.STICKERS)
    integrated_from = _number("予診票に替える回")

    def validate_code(self, field: Field) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9-]{1,19}", field.data or ""):
            raise ValidationError("半角の英小文字で始まる、英小文字・数字・「-」の2文字から20文字までで入れてください。例: flu-r9")

    def validate_ends_on(self, field: Field) -> None:
        start, end = day_of(self.starts_on), day_of(field)
        if start and end and end < start:
            raise ValidationError("終わりの日が始まりの日より前です。日付を確かめてください。")

    def validate_kind_digit(self, field: Field) -> None:
        _one_digit(field)

    def validate_screening_kind_digit(self, field: Field) -> None:
        _one_digit(field)

    def validate_integrated_from(self, field: Field) -> None:
        paper = PaperForm.INTEGRATED if self.paper.data == PaperForm.INTEGRATED else PaperForm.STICKERS
        if reason := why_not_integrated_from(paper, number_of(field), most=MOST_DOSES):
            raise ValidationError(reason)


def values_of(rule: DoseRule, *, starts_on: str) -> dict[str, Any]:
    """The fields filled in with a rule that stands; the day is the new one's."""
    return {
        "starts_on": starts_on,
        "is_offered": _yes(rule.is_offered),
        "age_basis": rule.target.basis.value,
        "age_end": rule.target.end.value,
        "age_every": str(rule.target.every or ""),
        "earlier_dose": str(rule.earlier or ""),
        "same_vaccine": _yes(rule.same_vaccine),
        "registered_only": _yes(rule.registered_only),
        "ahead_days": str(rule.ahead_days or ""),
        **_typed("age_from", rule.target.at_least, Unit.YEARS),
        **_typed("age_until", rule.target.until, Unit.YEARS),
        **_typed("shortest", rule.shortest, Unit.DAYS),
        **_typed("standard", rule.standard, Unit.DAYS),
    }


def end_values(ends_on: Any) -> dict[str, str]:
    return {"ends_on": format_date(ends_on) if ends_on else ""}


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def _typed(name: str, span: Span | None, usual: Unit) -> dict[str, str]:
    return {name: str(span.count) if span else "", f"{name}_unit": (span.unit if span else usual).value}


def _span(count: Field, unit: Field) -> Span | None:
    number = number_of(count)
    return None if number is None else Span(number, Unit(unit.data))


def _one_digit(field: Field) -> None:
    if not re.fullmatch("[0-9]", field.data or ""):
        raise ValidationError("半角の数字1文字で入れてください。")
