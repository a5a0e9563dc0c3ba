"""The auditor's search form, and the reason for opening what somebody typed."""

import unicodedata
from datetime import datetime, time, timedelta
from typing import Any

from wtforms import BooleanField, SelectField, StringField, TextAreaField

from portal.clock import JAPAN
from portal.oversight.rules import Asked, event_choices, why_not_search
from portal.text.wareki import UNKNOWN, PartialDate
from portal.web.fields import ClockField, Form, WarekiField, at_most, needed, offered, plain_text


def _events() -> list[Any]:
    return [choice for heading, events in event_choices().items() for choice in offered(events, group=heading)]


def _sized(characters: int) -> dict[str, str]:
    return {"size": str(characters), "autocomplete": "off"}


class RecordSearchForm(Form):
    person = StringField(
        "見られた方(宛名番号)", [at_most(20), plain_text], render_kw=_sized(12) | {"data-search": "", "inputmode": "numeric"}
    )
    staff = StringField("職員(氏名かログイン名)", [at_most(60), plain_text], render_kw=_sized(16))
    event = SelectField("操作", choices=_events, default="")
    purpose = StringField("照会事由に含む語", [at_most(40), plain_text], render_kw=_sized(12))
    begins_on = WarekiField("いつから", [at_most(40)], render_kw=_sized(10))
    begins_at = ClockField("(時刻)", [at_most(10)], render_kw=_sized(5) | {"aria-label": "いつから(時刻)"})
    ends_on = WarekiField("いつまで", [at_most(40)], render_kw=_sized(10))
    ends_at = ClockField("(時刻)", [at_most(10)], render_kw=_sized(5) | {"aria-label": "いつまで(時刻)"})
    protected = BooleanField("支援措置の方だけ")
    after_hours = BooleanField("時間外・土日だけ")

    asked: Asked = Asked()

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        begins, ends = self._begins(), self._ends()
        if self.begins_on.errors or self.ends_on.errors:
            return False
        if begins and ends and begins >= ends:
            self.ends_on.errors = ["「いつまで」が「いつから」より前です。どちらかを直してください。"]
            return False
        self.asked = Asked(
            person=unicodedata.normalize("NFKC", self.person.data or "").strip(),
            staff=(self.staff.data or "").strip(),
            event=self.event.data or "",
            begins=begins,
            ends=ends,
            purpose=(self.purpose.data or "").strip(),
            protected=bool(self.protected.data),
            after_hours=bool(self.after_hours.data),
        )
        if reason := why_not_search(self.asked):
            self.form_errors.append(reason)
        return not self.form_errors

    def _begins(self) -> datetime | None:
        day = _day(self.begins_on, self.begins_at)
        return datetime.combine(day.first_day, self.begins_at.of_day or time(0, 0), JAPAN) if day else None

    def _ends(self) -> datetime | None:
        """The moment after the last minute that was meant."""
        day = _day(self.ends_on, self.ends_at)
        if day is None:
            return None
        if self.ends_at.of_day is None:
            return datetime.combine(day.last_day + timedelta(days=1), time(0, 0), JAPAN)
        return datetime.combine(day.last_day, self.ends_at.of_day, JAPAN) + timedelta(minutes=1)


def _day(day: WarekiField, at: ClockField) -> PartialDate | None:
    if day.day == UNKNOWN:
        day.errors = ["日付を入れてください。"]
    elif day.day is None and at.of_day is not None:
        day.errors = ["時刻だけでは探せません。日付も入れてください。"]
    elif day.day is not None and at.of_day is not None and not day.day.is_complete:
        day.errors = ["時刻を入れるときは、年月日をすべて入れてください。"]
    else:
        return day.day
    return None


class TypedForm(Form):
    reason = TextAreaField(
        "開く理由",
        [needed("入力された語を開く理由を入れてください。"), at_most(60), plain_text],
        render_kw={"rows": 2, "autocomplete": "off"},
    )
