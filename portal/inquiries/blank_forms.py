"""What the page of the numbers for a standstill asks."""

from datetime import datetime
from typing import Any

from wtforms import IntegerField, RadioField, StringField

from portal.clock import JAPAN
from portal.inquiries.blank_rules import HOW_MANY, NO_REASON, Paper
from portal.inquiries.rules import CHANNEL_WORDS, SlipChannel
from portal.web.fields import ClockField, Form, WarekiField, at_most, day_of, needed, offered, plain_text, whole_day

_OFF: dict[str, Any] = {"autocomplete": "off"}


class MakeForm(Form):
    count = IntegerField("枚数", [needed(HOW_MANY)], default=20, render_kw=_OFF | {"size": "4", "inputmode": "numeric"})

    def validate(self, extra_validators: Any = None) -> bool:
        if super().validate(extra_validators):
            return True
        self.count.errors = [HOW_MANY]
        return False


class FillForm(Form):
    number = StringField("用紙の番号", [needed("用紙の右上の番号を読み取るか、入れてください。"), at_most(20), plain_text], render_kw=_OFF)
    day = WarekiField("受け付けた日", [needed("用紙に書かれた日を入れてください。例: 令和8年11月24日"), whole_day], render_kw=_OFF)
    at = ClockField("時刻", [needed("用紙に書かれた時刻を入れてください。例: 10:49"), at_most(10)], render_kw=_OFF)
    channel = RadioField("受けた方法", choices=offered(CHANNEL_WORDS.items()), default=SlipChannel.PHONE.value)

    @property
    def paper(self) -> Paper | None:
        """Of a form that was checked."""
        day, at = day_of(self.day), self.at.of_day
        if day is None or at is None:
            return None
        return Paper(self.number.data or "", datetime.combine(day, at, JAPAN), SlipChannel(self.channel.data))


class EndForm(Form):
    reason = StringField("閉じる理由", [needed(NO_REASON), at_most(200), plain_text], render_kw=_OFF)
