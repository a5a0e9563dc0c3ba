"""The forms of a 起案 and of its signature (D-2)."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import HiddenField, PasswordField, RadioField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.widgets import CheckboxInput

from portal.disclosures.decision_rules import (
    CLASS_WORDS,
    DECISIONS_OF,
    DOING_WORDS,
    EXEMPTION_WORDS,
    DecisionClass,
    DoingWay,
    DraftKind,
    Exemption,
)
from portal.disclosures.decision_rules import Decision as Decided
from portal.disclosures.draft_rules import Drafted, only_what_is_asked
from portal.errors import BadInput, Changed, PortalError
from portal.web.fields import Form, WarekiField, at_most, day_of, needed, offered, plain_text, whole_day

MOST_PICKED = 50
NOT_OURS = "この画面は古くなっています。何も保存していません。画面を開き直して、もう一度選んでください。"
MOST_TEXT = 4000
_PICK = re.compile(r"([0-9a-f]{32})\.([0-9]{1,6})")
# What each kind of draft asks; 決裁区分 is asked of all.
ASKED = {
    DraftKind.MENDING: ("mending", "reason"),
    DraftKind.GRANT: ("items", "purpose", "exemptions", "partly", "reason", "ways", "places", "postage"),
    DraftKind.REFUSAL: ("items", "exemptions", "reason"),
    DraftKind.EXTENSION: ("days", "reason"),
    DraftKind.SPECIAL: ("partly", "rest_until", "reason"),
}
OF_A_DECISION = ("items", "reason")
FIELDS = ("mending", "purpose", "exemptions", "partly", "days", "rest_until", "reason", "ways", "places", "postage")


class DaysField(StringField):
    """A number of days in any width; `.count` is None while nothing is typed."""

    count: int | None = None

    def pre_validate(self, form: Any) -> None:
        written = unicodedata.normalize("NFKC", self.data or "").strip().removesuffix("日")
        self.count = None
        if not written:
            return
        if not (written.isascii() and written.isdigit() and len(written) < 4):
            raise ValidationError("日数を数字で入れてください。例: 30")
        self.count = int(written)


def _boxes(label: str, choices: Sequence[tuple[str, str]]) -> SelectMultipleField:
    return SelectMultipleField(label, choices=offered(choices), option_widget=CheckboxInput())


class DraftForm(Form):
    """Every field that a draft may have; `asks` leaves those of one kind. How each document is decided is sent beside it."""

    decision_class = RadioField("決裁区分", choices=offered(CLASS_WORDS.items()), default=DecisionClass.SECTION_CHIEF.value)
    mending = RadioField("求める補正", [needed("求める補正を選んでください。")], choices=[])
    purpose = StringField("利用目的", [at_most(500), plain_text])
    exemptions = _boxes("不開示とする根拠(法78条1項)", list(EXEMPTION_WORDS.items()))
    partly = TextAreaField("開示しない部分", [at_most(MOST_TEXT), plain_text])
    days = DaysField("延長する日数")
    rest_until = WarekiField("残りを決定する期限", [whole_day])
    reason = TextAreaField("理由", [at_most(MOST_TEXT), plain_text])
    ways = _boxes("求めることができる実施方法", list(DOING_WORDS.items()))
    places = TextAreaField("開示できる日・時間・場所", [at_most(500), plain_text], render_kw={"rows": 5})
    postage = StringField("写しを送るときの準備日数・費用", [at_most(300), plain_text])
    version = HiddenField()

    def asks(self, kind: DraftKind) -> "DraftForm":
        for name in FIELDS:
            if name not in ASKED.get(kind, OF_A_DECISION):
                del self[name]
        return self

    def said(self, kind: DraftKind, decisions: dict[str, Decided]) -> Drafted:
        """What was typed, of a form that was checked."""
        days, rest = self._fields.get("days"), self._fields.get("rest_until")
        typed = Drafted(
            kind=kind,
            decision_class=DecisionClass(self.decision_class.data),
            decisions=decisions,
            reason=self._text("reason"),
            purpose=self._text("purpose"),
            exemptions=tuple(Exemption(each) for each in self._several("exemptions")),
            partly=self._text("partly"),
            days=days.count if isinstance(days, DaysField) else None,
            rest_until=day_of(rest) if rest is not None else None,
            ways=",".join(DoingWay(each).value for each in self._several("ways")),
            places=self._text("places"),
            postage=self._text("postage"),
            mending=self._text("mending"),
        )
        return only_what_is_asked(typed)

    def shows(self, missing: dict[str, str]) -> bool:
        """Each sentence at its field, what belongs to none on top; whether anything is missing."""
        for name, sentence in missing.items():
            if name in self._fields:
                self._fields[name].errors = [sentence]
            else:
                self.form_errors.append(sentence)
        return bool(missing)

    def _text(self, name: str) -> str:
        return str(self._fields[name].data or "").strip() if name in self._fields else ""

    def _several(self, name: str) -> list[str]:
        return list(self._fields[name].data or []) if name in self._fields else []


class SignForm(Form):
    """A signature for every draft that was picked, or a 差戻し with its reason."""

    answer = RadioField("決裁", choices=offered([("agree", "決裁・合議する"), ("send_back", "差し戻す")]), default="agree")
    words = TextAreaField("意見・理由", [at_most(500), plain_text], render_kw={"rows": 2, "maxlength": 500})
    password = PasswordField("もう一度パスワード", [at_most(200)])

    @property
    def sends_back(self) -> bool:
        return self.answer.data == "send_back"

    @property
    def said(self) -> str:
        return (self.words.data or "").strip()


def decisions_from(sent: Mapping[str, str], kind: DraftKind, items: Sequence[str]) -> dict[str, Decided]:
    """How each document of the case is decided in this draft; left out where it stays for another. BadInput when it was no page of ours."""
    found = {item: sent.get(f"item-{item}", "") for item in items}
    offered_here = {decision.value for decision in DECISIONS_OF.get(kind, ())}
    if any(value and value not in offered_here for value in found.values()):
        raise BadInput(NOT_OURS)
    return {item: Decided(value) for item, value in found.items() if value}


def picked_versions(sent: Sequence[str]) -> dict[str, int]:
    """The drafts that were ticked, each with the version that was on the screen. BadInput when it was no page of ours."""
    found = [_PICK.fullmatch(each) for each in sent]
    if not all(found) or len(found) > MOST_PICKED:
        raise BadInput(NOT_OURS)
    return {pick[1]: int(pick[2]) for pick in found if pick is not None}


def catch_up(form: Form, version: int, fault: PortalError | None) -> None:
    """Whoever was overtaken sees what stands there now: what they send next is based on it, and not refused once more."""
    if isinstance(fault, Changed):
        form["version"].data = str(version)


def version_of(form: Form) -> int:
    """What the hidden field says; 0, which no row has, when it was no page of ours."""
    typed = str(form["version"].data or "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 8 else 0
