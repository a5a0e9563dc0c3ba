"""Form fields of our own and validators that speak Japanese; every message says what to do."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, time
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Field, StringField, ValidationError
from wtforms.fields import SelectChoice  # pyright: ignore[reportAttributeAccessIssue]
from wtforms.validators import StopValidation

from portal.text.check_digits import holds_individual_number
from portal.text.wareki import PartialDate, WarekiError, parse_date

# C0 and C1 controls but tab and line ends; marks that turn the direction of writing and so the meaning of a line; halves of characters.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_TIME = re.compile(r"([0-9]{1,2})(?::|時|(?=[0-9]{2}$))([0-9]{1,2})?分?")
_TIME_WRONG = "時刻は 9:30 か 9時30分 のように、0時から23時59分までで入れてください。"

NOT_OFFERED = "選択肢にないものが送られました。画面の中から選び直してください。"


class _Words:
    """What WTForms itself says: its Japanese, but for a choice, where that falls back to English and repeats what was sent."""

    def __init__(self, japanese: Any) -> None:
        self._japanese = japanese

    def gettext(self, message: str) -> str:
        return NOT_OFFERED if "choice" in message.lower() else self._japanese.gettext(message)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return NOT_OFFERED if "choice" in singular.lower() else self._japanese.ngettext(singular, plural, count)


class Form(FlaskForm):
    """WTForms with Japanese messages."""

    class Meta(FlaskForm.Meta):
        locales = ("ja_JP", "ja")

        def get_translations(self, form: Any) -> _Words:
            return _Words(super().get_translations(form))

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """A form is a form: no JSON, whose values may be anything, and a file only where the form asks for one."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            if request.method != "POST":
                return None
            asks_for_file = any(field.field_class is FileField for _name, field in form._unbound_fields)
            sent: list[Any] = [request.files, request.form] if asks_for_file else [request.form]
            return CombinedMultiDict(sent)


def offered(choices: Iterable[tuple[str, str]], *, group: str | None = None) -> list[SelectChoice]:
    """The choices of a field: each value with its word. `group`: the heading under which a list shows them."""
    return [SelectChoice(str(value), word, optgroup=group) for value, word in choices]


def needed(what: str) -> Any:
    """`what` is the whole sentence: 「理由を選んでください。」"""

    def check(_form: FlaskForm, field: Field) -> None:
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            field.errors = []
            raise StopValidation(what)

    check.field_flags = {"required": True}  # pyright: ignore[reportFunctionMemberAccess]
    return check


def at_most(length: int) -> Any:
    def check(_form: FlaskForm, field: Field) -> None:
        if field.data and len(field.data) > length:
            raise ValidationError(f"{length}文字までで入れてください(いま{len(field.data)}文字です)。")

    return check


def plain_text(_form: FlaskForm, field: Field) -> None:
    """No control characters, and never a 個人番号 in a free field (R3-6)."""
    if field.data and _CONTROL.search(field.data):
        raise ValidationError("使えない文字(制御文字)が入っています。打ち直してください。")
    if field.data and holds_individual_number(field.data):
        raise ValidationError("個人番号とみられる12桁が入っています。個人番号は入れないでください。")


class WarekiField(StringField):
    """A day in 和暦 or western form, parts may be unknown; `.day` is the PartialDate, `.data` stays as typed."""

    day: PartialDate | None = None

    def pre_validate(self, form: Any) -> None:
        self.day = None
        if not self.data or not self.data.strip():
            return
        try:
            self.day = parse_date(self.data)
        except WarekiError as error:
            raise StopValidation(str(error)) from error


def whole_day(_form: Any, field: Field) -> None:
    """A day on which something begins or ends has no unknown part."""
    day = field.day if isinstance(field, WarekiField) else None
    if day is not None and not day.is_complete:
        raise ValidationError("年月日をすべて入れてください。例: 令和8年4月1日")


def day_of(field: Field) -> date | None:
    """The calendar day of a field that was checked."""
    if not isinstance(field, WarekiField) or field.day is None or not field.day.is_complete:
        return None
    return field.day.to_date()


class ClockField(StringField):
    """A time of day as a clerk writes it; `.of_day` is None when the field is empty."""

    of_day: time | None = None

    def pre_validate(self, form: Any) -> None:
        written = unicodedata.normalize("NFKC", self.data or "").strip()
        self.of_day = None
        if not written:
            return
        found = _TIME.fullmatch(written)
        if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise ValidationError(_TIME_WRONG)
        self.of_day = time(int(found[1]), int(found[2] or 0))
