"""The search form of the slips."""

from typing import Any

from wtforms import SelectField, StringField

from portal.inquiries.rules import CATEGORY_WORDS, STATE_WORDS, Category, SlipState
from portal.inquiries.search_asked_rules import SOUGHT_STATES, WHOSE_WORDS, Asked, Whose, why_not_search
from portal.web.fields import Form, WarekiField, at_most, day_of, offered, plain_text, whole_day

_OFF: dict[str, Any] = {"autocomplete": "off"}


class SlipSearchForm(Form):
    words = StringField("番号か語", [at_most(100), plain_text], render_kw=_OFF | {"size": "24", "data-search": ""})
    caller = StringField("相手の氏名", [at_most(60), plain_text], render_kw=_OFF | {"size": "12"})
    state = SelectField("状態", choices=offered([("", "すべて"), *((state.value, STATE_WORDS[state]) for state in SOUGHT_STATES)]))
    category = SelectField("分類", choices=offered([("", "すべて"), *CATEGORY_WORDS.items()]))
    whose = SelectField("課", choices=offered([("", "見られるものすべて"), *WHOSE_WORDS.items()]))
    first = WarekiField("いつから", [at_most(40), whole_day], render_kw=_OFF | {"size": "10"})
    last = WarekiField("いつまで", [at_most(40), whole_day], render_kw=_OFF | {"size": "10"})

    asked: Asked = Asked()

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        self.asked = Asked(
            words=(self.words.data or "").strip(),
            caller=(self.caller.data or "").strip(),
            state=SlipState(self.state.data) if self.state.data else None,
            category=Category(self.category.data) if self.category.data else None,
            whose=Whose(self.whose.data) if self.whose.data else None,
            first=day_of(self.first),
            last=day_of(self.last),
        )
        if reason := why_not_search(self.asked):
            self.form_errors.append(reason)
        return not self.form_errors
