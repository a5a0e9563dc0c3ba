"""The paper form as it is keyed: three kinds on one page, each with what its article asks for (77条, 91条, 99条)."""

from collections.abc import Sequence
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
from wtforms.widgets import CheckboxInput

from portal.disclosures.gap_rules import GAP_WORDS, SEEN_BY_HAND, GapKind, why_not_note
from portal.disclosures.intake_rules import LONGEST_CLAIM, LONGEST_ITEM, MOST_ITEMS, ON_PROVISION_RECORDS, ON_SPECIFIC, Received, items_in
from portal.disclosures.models import Case
from portal.disclosures.rules import (
    FORM_WORDS,
    KIND_WORDS,
    REQUESTER_WORDS,
    STANDING_WORDS,
    WAY_WORDS,
    WISH_IN_ASSESSMENT,
    WISH_WORDS,
    CaseKind,
    PersonStanding,
    RequesterKind,
    Way,
    Wish,
    WishedForm,
)
from portal.text.wareki import format_date
from portal.web.fields import Form, WarekiField, at_most, day_of, needed, offered, plain_text, whole_day

_OFF = {"autocomplete": "off"}
_NOBODY = [("", "記載なし")]
_WISHES = [
    (wish.value, word if WISH_IN_ASSESSMENT[wish] == word else f"{word}(評価書では「{WISH_IN_ASSESSMENT[wish]}」)")
    for wish, word in WISH_WORDS.items()
]


def _line(label: str, longest: int) -> Any:
    return StringField(label, [at_most(longest), plain_text], render_kw=_OFF)


class WrittenForm(Form):
    """What the requester wrote, as a case keeps it; `version` is that of the page, when a case is changed."""

    way = RadioField("請求の方法", [needed("窓口か郵送かを選んでください。")], choices=offered(WAY_WORDS.items()), default=Way.WINDOW.value)
    wish = RadioField("訂正・利用停止の区分", choices=offered(_WISHES), validate_choice=False)  # What it is not, the rules ask for.
    requester_kind = RadioField(
        "請求者",
        [needed("請求者の区分を選んでください。")],
        choices=offered(REQUESTER_WORDS.items()),
        default=RequesterKind.SELF.value,
    )
    requester_name = _line("請求者の氏名", 200)
    requester_kana = _line("ふりがな", 200)
    requester_postal_code = _line("郵便番号", 8)
    requester_address = _line("請求者の住所又は居所", 300)
    requester_contact = _line("連絡先", 200)
    person_name = _line("本人の氏名", 200)
    person_address = _line("本人の住所", 300)
    person_standing = SelectField("本人の状況", choices=offered([*_NOBODY, *STANDING_WORDS.items()]), default="")
    items = TextAreaField("求める文書", [at_most(MOST_ITEMS * (LONGEST_ITEM + 2)), plain_text], render_kw=_OFF | {"rows": 3})
    wished_form = SelectField("求める開示の方法", choices=offered([*_NOBODY, *FORM_WORDS.items()]), default="")
    wished_words = _line("方法の希望", 300)
    is_specific = BooleanField("特定個人情報(個人番号を含む記録)", description=ON_SPECIFIC)
    is_provision_record = BooleanField("情報提供等記録(番号法23条)", description=ON_PROVISION_RECORDS)
    claim = TextAreaField("趣旨及び理由", [at_most(LONGEST_CLAIM), plain_text], render_kw=_OFF | {"rows": 4})
    earlier_number = _line("前の開示の番号", 60)
    disclosed_on = WarekiField("開示を受けた日", [whole_day], render_kw=_OFF)

    def read(self, case: Case) -> Received:
        """Of a form that was checked, for a case that is there: kind, 収受日 and sections stay."""
        return self._received(kind=case.kind, received_on=case.received_on, received_section="", section="")

    def _received(self, **fixed: Any) -> Received:
        return Received(
            **fixed,
            way=Way(self.way.data),
            requester_kind=RequesterKind(self.requester_kind.data),
            wish=Wish(self.wish.data) if self.wish.data in set(Wish) else None,
            person_standing=PersonStanding(self.person_standing.data) if self.person_standing.data else None,
            items=items_in(self.items.data or ""),
            wished_form=WishedForm(self.wished_form.data) if self.wished_form.data else None,
            is_specific=bool(self.is_specific.data),
            is_provision_record=bool(self.is_provision_record.data),
            claim=(self.claim.data or "").strip(),
            disclosed_on=day_of(self.disclosed_on),
            **self._lines(),
        )

    def _lines(self) -> dict[str, Any]:
        return {name: _tidy(self[name]) for name in _LINES}


_LINES = (
    "requester_name",
    "requester_kana",
    "requester_postal_code",
    "requester_address",
    "requester_contact",
    "person_name",
    "person_address",
    "wished_words",
    "earlier_number",
)


class IntakeForm(WrittenForm):
    """A new case. `knows_same` stands on the page only after a request like this one was found."""

    kind = RadioField("請求の種類", [needed("請求の種類を選んでください。")], choices=offered(KIND_WORDS.items()))
    received_on = WarekiField("収受日", [needed("収受印の日を入れてください。例: 令和8年11月30日"), whole_day], render_kw=_OFF)
    received_section = SelectField("収受した課", choices=[])
    section = SelectField("所管課", [needed("所管課を選んでください。その情報を保有している課です。")], choices=[])
    gaps = SelectMultipleField(
        "ほかに足りないもの",
        choices=offered((gap.value, GAP_WORDS[gap]) for gap in SEEN_BY_HAND),
        option_widget=CheckboxInput(),
    )
    gap_words = _line("補足", 300)
    knows_same = BooleanField("同じ請求とは別に受け付ける")
    slip = HiddenField()

    def offer(self, sections: Sequence[tuple[str, str]]) -> None:
        self.received_section.choices = offered(sections)
        self.section.choices = offered([("", "選んでください"), *sections])

    def validate_gap_words(self, field: Field) -> None:
        if self.seen_gaps and (reason := why_not_note(self.seen_gaps, field.data or "")):
            raise ValidationError(reason)

    @property
    def received(self) -> Received:
        """Of a form that was checked."""
        day = day_of(self.received_on)
        assert day is not None
        return self._received(
            kind=CaseKind(self.kind.data),
            received_on=day,
            received_section=self.received_section.data or "",
            section=self.section.data or "",
        )

    @property
    def seen_gaps(self) -> tuple[GapKind, ...]:
        return tuple(GapKind(gap) for gap in self.gaps.data or () if gap in set(GapKind))


class ChangeForm(WrittenForm):
    version = HiddenField()

    @property
    def seen_version(self) -> int:
        sent = self.version.data or ""
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def filled_from(case: Case, items: Sequence[str]) -> dict[str, Any]:
    """The case as its form says it."""
    words = {name: getattr(case, name) for name in (*_LINES, "claim", "is_specific", "is_provision_record")}
    chosen = {name: getattr(case, name) or "" for name in ("way", "requester_kind", "wish", "person_standing", "wished_form")}
    day = format_date(case.disclosed_on) if case.disclosed_on else ""
    return {**words, **chosen, "items": "\n".join(items), "disclosed_on": day, "version": str(case.version)}


def _tidy(field: Field) -> str:
    return " ".join((field.data or "").split())
