"""What a system admin types about staff; every message says what to do."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import (
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import CheckboxInput

from portal.accounts.staff_rules import Details, Period, why_not_login_name, why_not_period
from portal.errors import BadInput
from portal.permissions import PERMISSION_WORDS, ROLE_WORDS, Permission
from portal.text.wareki import format_date
from portal.web.fields import Form, WarekiField, at_most, day_of, needed, offered, plain_text, whole_day
from portal.web.once import STALE
from portal.web.rendering import settings

NOT_ON_THE_LIST = "一覧から選び直してください。"
(OPEN_CHOICE,) = offered([("", "選んでください")])
ROLE_CHOICES = offered(ROLE_WORDS.items())
PERMISSION_CHOICES = offered((each, word) for each, word in PERMISSION_WORDS.items() if each is not Permission.SIGNED_IN)


class ChosenField(SelectField):
    """One of several; what is not among them was not chosen."""

    def pre_validate(self, form: Any) -> None:
        if self.data and self.data not in {choice[0] for choice in self.iter_choices()}:
            raise ValidationError(NOT_ON_THE_LIST)


class ChosenManyField(SelectMultipleField):
    """Boxes to tick."""

    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        if not set(self.data or ()) <= {choice[0] for choice in self.iter_choices()}:
            raise ValidationError(NOT_ON_THE_LIST)


def after_the_start(form: Any, field: Field) -> None:
    start, end = day_of(form.starts_on), day_of(field)
    if start and (reason := why_not_period(Period(start, end))):
        raise ValidationError(reason)


def as_login_name(_form: Any, field: Field) -> None:
    if reason := why_not_login_name(field.data):
        raise ValidationError(reason)


# Made before the fields of DetailsForm: faults are listed in the order in which fields were made, which is that of the page.
LOGIN_NAME = StringField("ログイン名", [needed("ログイン名を入れてください。"), as_login_name])


class DetailsForm(Form):
    """`seen` is what the page showed: from it a second admin learns what the first one changed meanwhile."""

    name = StringField("氏名", [needed("氏名を入れてください。"), at_most(60), plain_text])
    section = ChosenField("所属", [needed("所属を選んでください。")], choices=[OPEN_CHOICE])
    starts_on = WarekiField("利用開始日", [needed("利用を始める日を入れてください。"), whole_day])
    ends_on = WarekiField("利用終了日", [whole_day, after_the_start])
    seen = HiddenField()

    def offer_sections(self, sections: Iterable[tuple[str, str]]) -> None:
        self.section.choices = [OPEN_CHOICE, *offered(sections)]

    @property
    def details(self) -> Details:
        start = day_of(self.starts_on)
        assert start is not None
        return Details((self.name.data or "").strip(), self.section.data, Period(start, day_of(self.ends_on)))


class NewStaffForm(DetailsForm):
    login_name = LOGIN_NAME
    roles = ChosenManyField("役割", choices=ROLE_CHOICES)
    roles_end_on = WarekiField("役割の終わりの日", [whole_day])


class RoleGrantForm(Form):
    word = ChosenField("役割", [needed("役割を選んでください。")], choices=[OPEN_CHOICE, *ROLE_CHOICES])
    starts_on = WarekiField("始まりの日", [needed("始まりの日を入れてください。"), whole_day])
    ends_on = WarekiField("終わりの日", [whole_day, after_the_start])


class PermissionGrantForm(Form):
    word = ChosenField("権限", [needed("権限を選んでください。")], choices=[OPEN_CHOICE, *PERMISSION_CHOICES])
    starts_on = WarekiField("始まりの日", [needed("始まりの日を入れてください。"), whole_day])
    ends_on = WarekiField("終わりの日", [needed("権限を終える日を入れてください。"), whole_day, after_the_start])


class EndGrantForm(Form):
    when = RadioField(
        "いつ終えますか",
        [needed("いつ終えるかを選んでください。")],
        choices=offered([("today", "今日いっぱい(明日から使えません)"), ("at-once", "ただちに(いまから使えません)")]),
        default="today",
    )


class ReasonForm(Form):
    reason = TextAreaField("理由", [needed("理由を入れてください。記録に残ります。"), at_most(200), plain_text], render_kw={"rows": 2})

    @property
    def words(self) -> str:
        return " ".join((self.reason.data or "").split())


class ConfirmForm(Form):
    """Nothing to type."""


def day_as_typed(day: date | None) -> str:
    return "" if day is None else format_date(day)


def details_as_seen(details: Details) -> str:
    """For the hidden field of a page that shows them."""
    days = (details.valid.starts_on, details.valid.ends_on)
    return _seen_serializer().dumps([details.name, details.section_code, *(day.isoformat() if day else None for day in days)])


def details_from_seen(text: str | None) -> Details:
    """What the page showed. BadInput when the field was lost or altered on the way."""
    try:
        name, section, start, end = _seen_serializer().loads(text or "")
    except BadSignature as error:
        raise BadInput(STALE) from error
    return Details(name, section, Period(date.fromisoformat(start), date.fromisoformat(end) if end else None))


def _seen_serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="details of a person of the staff")
