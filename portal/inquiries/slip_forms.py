"""The fields of a slip: each may be sent alone, and is well formed or not by itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from wtforms import BooleanField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import StopValidation

from portal import clock
from portal.inquiries.field_rules import FIELDS, WAS, Typed, Value, as_typed
from portal.inquiries.moment_rules import read_moment
from portal.inquiries.rules import CATEGORY_WORDS, CHANNEL_WORDS, LONGEST_TEXT, RELATION_WORDS, URGENCY_WORDS
from portal.web.fields import Form, WarekiField, at_most, day_of, offered, plain_text, whole_day

TICKED = {"value": "1"}
# Half a day or half a time is none: saved when the field is left.
WHOLE = {"autocomplete": "off", "data-whole": "1"}
# Stands beside the form, in the part about the call.
BESIDE = {"form": "slip"}


class MomentField(StringField):
    """A day and a time in one line; `.moment` is None when the field is empty."""

    moment: Any = None

    def pre_validate(self, form: Any) -> None:
        try:
            self.moment = read_moment(self.data or "", now=clock.now(), is_ahead=self.name == "call_at")
        except ValueError as error:
            raise StopValidation(str(error)) from error


def _line(word: str, longest: int, *, rows: int = 0) -> Any:
    kind = TextAreaField if rows else StringField
    return kind(word, [at_most(longest), plain_text], render_kw={"rows": rows} if rows else {"autocomplete": "off"})


class SlipForm(Form):
    channel = RadioField("受けた方法", choices=offered(CHANNEL_WORDS.items()))
    taken_at = MomentField("受けた時刻", render_kw=WHOLE)
    caller = _line("相手の氏名(名乗らないときは空欄)", 100)
    relation = SelectField("本人との関係", choices=offered(RELATION_WORDS.items()))
    contact = _line("連絡先", 200)
    subject = _line("件名", 200)
    body = _line("内容", LONGEST_TEXT, rows=7)
    category = RadioField("分類", choices=offered(CATEGORY_WORDS.items()))
    about_system = _line("対象のファイル・システム", 200)
    heard_name = BooleanField("氏名", render_kw=TICKED)
    heard_birth = BooleanField("生年月日", render_kw=TICKED)
    heard_address = BooleanField("住所", render_kw=TICKED)
    urgency = RadioField("緊急度", choices=offered(URGENCY_WORDS.items()))
    answer_by = WarekiField("回答の期限", [whole_day], render_kw=WHOLE)
    call_back = BooleanField("折返しが要る", render_kw=TICKED | BESIDE)
    call_number = StringField("電話番号", [at_most(40), plain_text], render_kw=BESIDE | {"autocomplete": "off", "inputmode": "tel"})
    call_at = MomentField("約束の時刻", render_kw=WHOLE | BESIDE)
    answer = _line("回答", LONGEST_TEXT, rows=4)

    def typed(self, sent: Mapping[str, str]) -> Iterator[Typed]:
        """What was changed and is well formed; each field comes with the value that it was based on."""
        for name in _changed(sent):
            if not self[name].errors:
                yield Typed(name, with_plain_ends(sent[WAS + name]), _value_of(self[name]))

    def wrong(self, sent: Mapping[str, str]) -> dict[str, str]:
        """By name of the field: why what was changed could not be taken."""
        return {name: " ".join(map(str, self[name].errors)) for name in _changed(sent) if self[name].errors}


def _changed(sent: Mapping[str, str]) -> list[str]:
    """A box without its tick and a choice not made are not sent at all."""
    return [name for name in FIELDS if WAS + name in sent and with_plain_ends(sent.get(name, "")) != with_plain_ends(sent[WAS + name])]


def with_plain_ends(text: str) -> str:
    """A browser's form sends its own line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def filled(values: Mapping[str, Value]) -> SlipForm:
    """The form of a slip as it is stored."""
    ticks = {name: value for name, value in values.items() if isinstance(value, bool)}
    return SlipForm(formdata=None, data={name: as_typed(value) for name, value in values.items()} | ticks)


def _value_of(field: Field) -> Value:
    if isinstance(field, MomentField):
        return field.moment
    if isinstance(field, WarekiField):
        return day_of(field)
    return with_plain_ends(field.data) if isinstance(field.data, str) else bool(field.data) if isinstance(field, BooleanField) else None
