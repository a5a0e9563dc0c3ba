"""The one form of issue, reissue and of every paper: who asks, what was seen, how it is handed over (R2-1, R2-2)."""

from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

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
from portal.web.fields import Form, at_most, needed, plain_text


class ApplicationForm(Form):
    """What every paper handed out at the counter asks."""

    applicant = RadioField(
        "申請した方",
        [needed("申請した方を選んでください。")],
        choices=[(applicant.value, word) for applicant, word in APPLICANT_WORDS.items()],
        default=Applicant.SELF.value,
    )
    documents = SelectMultipleField(
        "見た書類",
        [needed("見た書類を選んでください。書類がなければ聞き取りを選んでください。")],
        choices=[(document.value, word) for document, word in DOCUMENT_WORDS.items()],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    delivery = RadioField(
        "渡し方",
        [needed("渡し方を選んでください。")],
        choices=[(delivery.value, word) for delivery, word in DELIVERY_WORDS.items()],
        default=Delivery.HANDED_OVER.value,
    )
    memo = StringField("申し送り", [at_most(100), plain_text])

    def seen(self) -> frozenset[Document]:
        return frozenset(Document(value) for value in self.documents.data or [])


class ReissueForm(ApplicationForm):
    """A reissue says why as well; 「その他」 needs a word."""

    reason = RadioField(
        "理由",
        [needed("理由を選んでください。")],
        choices=[(reason.value, word) for reason, word in REASON_WORDS.items()],
        default=Reason.LOST.value,
    )
    reason_note = StringField("その他の理由", [at_most(100), plain_text])
