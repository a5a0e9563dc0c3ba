"""The form of a request: built of the fields that its combination needs, filled from an earlier line, read into what was asked (M-2)."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from portal.clock import JAPAN
from portal.media.choice_queries import Choice
from portal.media.combination_rules import LONGEST, fields_of, needed_of
from portal.media.difference_rules import LABELS
from portal.media.request_queries import Choices
from portal.media.request_rules import NEEDED, Asked
from portal.media.rules import ENCRYPTION_WORDS, Encryption, Kind, Thing
from portal.text.wareki import format_date
from portal.web.fields import ClockField, Form, WarekiField, at_most, day_of, needed, offered, plain_text, whole_day

OTHER = "other"
YES, NO = "yes", "no"
_OFF = {"autocomplete": "off"}
_TERMINAL_LABELS = {
    (Kind.USE, Thing.TERMINAL): "使う端末",
    (Kind.TAKE_OUT, Thing.TERMINAL): "持ち出す端末",
    (Kind.BRING_IN, Thing.MEDIUM): "読み込む端末",
    (Kind.BRING_IN, Thing.TERMINAL): "読み出す端末",
}
_SMALL = _OFF | {"inputmode": "numeric"}


class CountField(StringField):
    """A number of people or copies in any width, with or without commas; `.count` is None while nothing is typed."""

    count: int | None = None

    def pre_validate(self, form: Any) -> None:
        written = unicodedata.normalize("NFKC", self.data or "").replace(",", "").strip().rstrip("人部")
        self.count = None
        if not written:
            return
        if not (written.isascii() and written.isdigit() and len(written) < 10):
            raise ValidationError("数字だけで入れてください。例: 1200")
        self.count = int(written)


def _text(name: str, rows: int = 0) -> Any:
    if rows:
        return TextAreaField(LABELS[name], [at_most(LONGEST[name]), plain_text], render_kw=_OFF | {"rows": rows})
    return StringField(LABELS[name], [at_most(LONGEST[name]), plain_text], render_kw=_OFF)


def _one_of(name: str) -> Any:
    return SelectField(LABELS[name], validate_choice=False)


def _some_of(name: str) -> Any:
    return SelectMultipleField(LABELS[name], option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False), validate_choice=False)


def _yes_or_no(name: str, yes: str, no: str) -> Any:
    return RadioField(LABELS[name], choices=offered([(YES, yes), (NO, no)]), validate_choice=False)


def _serial(_form: Any, field: Field) -> None:
    """No control characters; twelve figures are a parcel's number, not a 個人番号."""
    if field.data and not field.data.isprintable():
        raise ValidationError("使えない文字(制御文字)が入っています。打ち直してください。")


class RequestForm(Form):
    """Every field that any combination has; only_needed() leaves those of one. What is missing or wrong the rules say."""

    data_name = _text("data_name")
    people = CountField(LABELS["people"], [at_most(20)], render_kw=_SMALL)
    data_columns = _text("data_columns", 2)
    is_personal = _yes_or_no("is_personal", "含む", "含まない")
    is_specific = _yes_or_no("is_specific", "含む(個人番号がある)", "含まない")
    condition_words = _text("condition_words")
    holder = _one_of("holder")
    medium = RadioField(LABELS["medium"], validate_choice=False)
    thing_words = _text("thing_words")
    sender = _text("sender")
    from_system = _one_of("from_system")
    to_system = _one_of("to_system")
    terminals = _some_of("terminals")
    copies_allowed = CountField(LABELS["copies_allowed"], [at_most(20)], default="0", render_kw=_SMALL)
    encryption = _one_of("encryption")
    destination = _one_of("destination")
    starts_on = WarekiField(LABELS["starts_at"], [at_most(40), whole_day], render_kw=_OFF)
    starts_at = ClockField("いつからの時刻", [at_most(10)], render_kw=_OFF)
    ends_on = WarekiField(LABELS["ends_at"], [at_most(40), whole_day], render_kw=_OFF)
    ends_at = ClockField("いつまでの時刻", [at_most(10)], render_kw=_OFF)
    is_blanket = BooleanField("同じ仕事をくり返す(包括承認を申請する)")
    workers = _some_of("workers")
    carrier = _one_of("carrier")
    companion = _one_of("companion")
    locked_case = BooleanField("施錠できる容器に入れる")
    sealed = BooleanField("封緘・目隠しをする")
    direct = _yes_or_no("direct", "直行する(立ち寄らない)", "立ち寄る所がある")
    route = _text("route")
    tracking = StringField(LABELS["tracking"], [at_most(LONGEST["tracking"]), _serial], render_kw=_OFF)
    purpose = _text("purpose", 2)
    legal_ground = _one_of("legal_ground")
    other_ground = StringField("その他の根拠", [at_most(LONGEST["legal_ground"]), plain_text], render_kw=_OFF)
    version = HiddenField()
    copied_from = HiddenField()


class NumberForm(Form):
    number = StringField(
        "番号で探す(例: 持8-12)",
        [at_most(20), plain_text],
        render_kw=_OFF | {"data-search": "", "size": "12"},
    )


class UseForm(Form):
    """One use under a 包括承認: when, and of how many people."""

    people = CountField(LABELS["people"], [needed("人数を入れてください。"), at_most(20)], render_kw=_SMALL)
    starts_on = WarekiField(LABELS["starts_at"], [needed(NEEDED["starts_on"]), at_most(40), whole_day], render_kw=_OFF)
    starts_at = ClockField("いつからの時刻", [needed("時刻を入れてください。"), at_most(10)], render_kw=_OFF)
    ends_on = WarekiField(LABELS["ends_at"], [needed(NEEDED["ends_on"]), at_most(40), whole_day], render_kw=_OFF)
    ends_at = ClockField("いつまでの時刻", [needed("時刻を入れてください。"), at_most(10)], render_kw=_OFF)
    tracking = StringField(LABELS["tracking"], [at_most(LONGEST["tracking"]), _serial], render_kw=_OFF)

    def moments(self) -> tuple[datetime, datetime]:
        """Of a form that was checked."""
        begins, ends = _read_moment(self.starts_on, self.starts_at), _read_moment(self.ends_on, self.ends_at)
        assert begins is not None
        assert ends is not None
        return begins, ends


class WithdrawForm(Form):
    reason = StringField("取り下げる理由", [needed("取り下げる理由を入れてください。"), at_most(200), plain_text], render_kw=_OFF)


def only_needed(form: RequestForm, kind: Kind, thing: Thing) -> RequestForm:
    """The form with the fields of its combination alone, the needed ones marked."""
    beside = {"starts_at", "ends_at", "other_ground", "version", "copied_from", "csrf_token"}
    for name in set(form._fields) - fields_of(kind, thing) - beside:
        del form[name]
    if "terminals" in form:
        form.terminals.label.text = _TERMINAL_LABELS.get((kind, thing), "作業する端末")
    for name in needed_of(kind, thing) & set(form._fields):
        form[name].flags.required = True
    return form


def offer(form: RequestForm, choices: Choices, *, grounds: Sequence[str]) -> None:
    """Puts what may be chosen into the fields that the form has."""
    lists: dict[str, list[tuple[str, str]]] = {
        "holder": list(choices.holders),
        "medium": [(each.choice.public_id, each.choice.name) for each in choices.media if not each.reason],
        "from_system": _with_none(choices.systems),
        "to_system": _with_none(choices.systems),
        "workers": [(each.public_id, _named(each)) for each in choices.workers],
        "terminals": [(each.public_id, _named(each)) for each in choices.terminals],
        "destination": _with_none(choices.destinations),
        "carrier": _with_none(choices.workers),
        "companion": _with_none(choices.workers, "いない"),
        "encryption": [("", "選んでください"), *((each.value, word) for each, word in ENCRYPTION_WORDS.items())],
        "legal_ground": [("", "選んでください"), *((each, each) for each in grounds), (OTHER, "その他(下に入れる)")],
    }
    for name, options in lists.items():
        field = form._fields.get(name)
        if isinstance(field, SelectField):
            field.choices = offered(options)


def filled(asked: Asked, *, grounds: Sequence[str], version: int = 0, copied_from: str = "") -> dict[str, Any]:
    """What the form shows of a request: as a new one begins, as an earlier one said it, or as it was sent back."""
    known = asked.legal_ground in grounds or not asked.legal_ground
    return {
        **{name: getattr(asked, name) for name in (*LONGEST, "medium", "workers", "terminals", "destination", "carrier", "companion")},
        **{name: getattr(asked, name) for name in ("holder", "from_system", "to_system", "is_blanket", "locked_case", "sealed")},
        "legal_ground": asked.legal_ground if known else OTHER,
        "other_ground": "" if known else asked.legal_ground,
        "people": f"{asked.people:,}" if asked.people is not None else "",
        "copies_allowed": str(asked.copies_allowed or 0),
        "is_personal": _answer(asked.is_personal),
        "is_specific": _answer(asked.is_specific),
        "direct": _answer(asked.direct),
        "encryption": asked.encryption.value if asked.encryption else "",
        **moment_data("starts", asked.starts_at),
        **moment_data("ends", asked.ends_at),
        "version": str(version),
        "copied_from": copied_from,
    }


def asked_by(form: RequestForm, kind: Kind, thing: Thing) -> Asked:
    """What was sent, of a form whose fields were read; what could not be read is None and has its error at the field."""
    sent: Mapping[str, Any] = form.data
    texts = {name: (sent.get(name) or "").strip() for name in (*LONGEST, "holder", "medium", "from_system", "to_system")}
    ground = texts.pop("legal_ground")
    encryption = sent.get("encryption") or ""
    return Asked(
        kind=kind,
        thing=thing,
        **texts,
        legal_ground=(sent.get("other_ground") or "").strip() if ground == OTHER else ground,
        people=form.people.count,
        is_personal=_read_answer(sent.get("is_personal")),
        is_specific=_read_answer(sent.get("is_specific")),
        workers=tuple(sent.get("workers") or ()),
        terminals=tuple(sent.get("terminals") or ()),
        copies_allowed=form.copies_allowed.count if "copies_allowed" in form else 0,
        encryption=Encryption(encryption) if encryption in set(Encryption) else None,
        starts_at=_read_moment(form.starts_on, form.starts_at),
        ends_at=_read_moment(form.ends_on, form.ends_at),
        is_blanket=bool(sent.get("is_blanket")),
        destination=sent.get("destination") or "",
        carrier=sent.get("carrier") or "",
        companion=sent.get("companion") or "",
        locked_case=bool(sent.get("locked_case")),
        sealed=bool(sent.get("sealed")),
        direct=_read_answer(sent.get("direct")) is not False,
    )


def add_faults(form: RequestForm, found: Mapping[str, str]) -> None:
    """What the rules say, at the field that it concerns, unless the field itself could not be read."""
    for name, sentence in found.items():
        beside = {"starts_on": "starts_at", "ends_on": "ends_at"}.get(name, name)
        if name in form and not form[name].errors and not form[beside].errors:
            form[name].errors = [sentence]


def _with_none(choices: Sequence[Choice], word: str = "選んでください") -> list[tuple[str, str]]:
    return [("", word), *((each.public_id, _named(each)) for each in choices)]


def _named(choice: Choice) -> str:
    return f"{choice.name}({choice.words})" if choice.words else choice.name


def _answer(value: bool | None) -> str:
    return "" if value is None else YES if value else NO


def _read_answer(value: str | None) -> bool | None:
    return {YES: True, NO: False}.get(value or "")


def moment_data(name: str, at: datetime | None) -> dict[str, str]:
    """A day field and the time beside it, as they are typed."""
    return {f"{name}_on": format_date(at.date()), f"{name}_at": f"{at:%-H:%M}"} if at else {}


def _read_moment(day: WarekiField, at: ClockField) -> datetime | None:
    on = day_of(day)
    return datetime.combine(on, at.of_day, JAPAN) if on and at.of_day is not None else None
