"""The one form of issue, reissue and of every paper: who asks, what was seen of whom, how it is handed over (R2-1, R2-2).

What the answers to other questions leave without meaning is not taken over: papers of a principal where there is none, a note about no gap.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from portal.vouchers.application_rules import (
    ACCEPTED_WORDS,
    AGENTS,
    ASKED_WORDS,
    FIRST_ISSUE_REASONS,
    GAP_WORDS,
    OF_PRINCIPAL,
    Accepted,
    Application,
    Asked,
    Circumstances,
    Gap,
    applicants_of,
    deliveries,
    documents_of,
    faults,
)
from portal.vouchers.post_rules import EARLY_WORDS, Early
from portal.vouchers.rules import (
    APPLICANT_WORDS,
    DELIVERY_WORDS,
    DOCUMENT_WORDS,
    REASON_WORDS,
    Applicant,
    Delivery,
    Document,
    Reason,
)
from portal.web.fields import Form, at_most, needed, offered, plain_text

FIRST_TIME = "first"
Word = TypeVar("Word", bound=StrEnum)


def _choices(words: Mapping[Word, str], of: Iterable[Word] | None = None) -> list[Any]:
    return offered((word, words[word]) for word in (words if of is None else of))


def _several(label: str, choices: list[Any], *validators: object) -> SelectMultipleField:
    boxes = ListWidget(prefix_label=False)
    return SelectMultipleField(label, list(validators), choices=choices, option_widget=CheckboxInput(), widget=boxes)


class ApplicationForm(Form):
    """What every paper handed out at the counter asks."""

    applicant = RadioField(
        "申請した方",
        [needed("申請した方を選んでください。")],
        choices=_choices(APPLICANT_WORDS),
        default=Applicant.SELF.value,
    )
    documents = _several("見た書類", _choices(DOCUMENT_WORDS), needed("見た書類を選んでください。書類がなければ聞き取りを選んでください。"))
    asked = _several("たずねたこと", _choices(ASKED_WORDS))
    principal_documents = _several("本人の書類", _choices(DOCUMENT_WORDS, OF_PRINCIPAL))
    gaps = _several("未確認のこと", _choices(GAP_WORDS))
    accepted = SelectField("認めた理由", choices=offered([("", "選んでください"), *ACCEPTED_WORDS.items()]), default="")
    gap_note = StringField("ひとこと", [at_most(60), plain_text])
    delivery = RadioField(
        "渡し方",
        [needed("渡し方を選んでください。")],
        choices=_choices(DELIVERY_WORDS),
        default=Delivery.HANDED_OVER.value,
    )
    memo = StringField("申し送り", [at_most(100), plain_text])

    @property
    def application(self) -> Application:
        """Of a form that was checked."""
        applicant = Applicant(self.applicant.data)
        documents = _words(Document, self.documents)
        gaps = _words(Gap, self.gaps) - (frozenset() if applicant in AGENTS else frozenset({Gap.PRINCIPAL_PAPERS}))
        return Application(
            applicant=applicant,
            documents=documents,
            delivery=Delivery(self.delivery.data),
            memo=self.memo.data or "",
            principal_documents=_words(Document, self.principal_documents) if applicant in AGENTS else frozenset(),
            asked=_words(Asked, self.asked) if Document.HEARING in documents else frozenset(),
            gaps=gaps,
            accepted=Accepted(self.accepted.data) if gaps and self.accepted.data else None,
            gap_note=(self.gap_note.data or "") if gaps else "",
        )

    @property
    def shows_gaps(self) -> bool:
        """Whether the part about them lies open: something is said there, or must be."""
        about = (self.gaps, self.accepted, self.gap_note)
        return any(field.data or field.errors for field in about) or bool(self.principal_documents.errors)

    def agrees(self, around: Circumstances) -> bool:
        """What the rules say of the form as a whole, shown at the fields it concerns."""
        found = faults(self.application, around)
        for fault in found:
            self[fault.field].errors = [fault.reason]
        return not found

    def offer(self, around: Circumstances) -> None:
        """Only what this channel and this person allow; what was sent stays as it was chosen."""
        papers, ways = documents_of(around.channel), deliveries(around)
        self.applicant.choices = _choices(APPLICANT_WORDS, applicants_of(around.channel))
        self.documents.choices = _choices(DOCUMENT_WORDS, papers)
        self.delivery.choices = _choices(DELIVERY_WORDS, [way for way in Delivery if way in ways])
        if self.is_submitted():
            return
        if len(papers) == 1:
            self.documents.data = [papers[0].value]
        if ways and self.delivery.data not in ways:
            self.delivery.data = ways[0].value


class IssueForm(ApplicationForm):
    """A first voucher says why it is not among those that were sent to everybody; `dose` is the one that the page named."""

    dose = HiddenField()
    reason = RadioField(
        "理由",
        [needed("理由を選んでください。")],
        choices=[*offered([(FIRST_TIME, "新規")]), *_choices(REASON_WORDS, FIRST_ISSUE_REASONS)],
        default=FIRST_TIME,
    )
    reason_note = StringField("その他の理由", [at_most(100), plain_text])

    @property
    def application(self) -> Application:
        return _with_reason(super().application, self.reason, self.reason_note)

    @property
    def dose_number(self) -> int:
        """0 when it is none: the rule then says that the page is old."""
        sent = self.dose.data or ""
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 0


class ReissueForm(ApplicationForm):
    """A reissue says why as well; 「その他」 needs a word, 「未着」 a voucher that should have arrived."""

    reason = RadioField(
        "理由",
        [needed("理由を選んでください。")],
        choices=_choices(REASON_WORDS),
        default=Reason.LOST.value,
    )
    reason_note = StringField("その他の理由", [at_most(100), plain_text])
    early = SelectField("待たずに出す理由", choices=offered([("", "届くのを待つ"), *EARLY_WORDS.items()]), default="")

    @property
    def application(self) -> Application:
        said = _with_reason(super().application, self.reason, self.reason_note)
        early = Early(self.early.data) if said.reason is Reason.NOT_DELIVERED and self.early.data else None
        return replace(said, early=early)


def _words(kind: type[Word], field: SelectMultipleField) -> frozenset[Word]:
    return frozenset(kind(value) for value in field.data or [])


def _with_reason(said: Application, reason: RadioField, note: StringField) -> Application:
    """The note belongs to 「その他」 alone."""
    why = None if reason.data == FIRST_TIME else Reason(reason.data)
    return replace(said, reason=why, reason_note=(note.data or "") if why is Reason.OTHER else "")
