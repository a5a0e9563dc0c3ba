"""Who is to sign for the chief, and for how long."""

from collections.abc import Iterable
from typing import Any

from wtforms import Field, PasswordField, ValidationError

from portal.accounts.chief_rules import Term
from portal.accounts.staff_forms import OPEN_CHOICE, ChosenField
from portal.web.fields import Form, WarekiField, day_of, needed, offered, whole_day


def not_before_the_start(form: Any, field: Field) -> None:
    start, end = day_of(form.starts_on), day_of(field)
    if start and end and end < start:
        raise ValidationError("終わりの日が始まりの日より前です。日付を確かめてください。")


class DeputyForm(Form):
    """`password` stands on the page only while the last one is too old (accounts/_proof.html)."""

    staff = ChosenField("代決する職員", [needed("代決する職員を選んでください。")], choices=[OPEN_CHOICE])
    starts_on = WarekiField("始まりの日", [needed("始まりの日を入れてください。"), whole_day])
    ends_on = WarekiField("終わりの日", [needed("終わりの日を入れてください。"), whole_day, not_before_the_start])
    password = PasswordField("もう一度パスワード")

    def offer_staff(self, people: Iterable[tuple[str, str]]) -> None:
        self.staff.choices = [OPEN_CHOICE, *offered(people)]

    @property
    def term(self) -> Term:
        start, end = day_of(self.starts_on), day_of(self.ends_on)
        assert start is not None
        assert end is not None
        return Term(start, end)
