"""The forms of the papers that prove something: the application, the fee and its waiver."""

from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from portal.vouchers.application_rules import Circumstances
from portal.vouchers.fee_rules import FOR_PAPERS, WAIVER_WORDS, Waiver, why_not_waiver
from portal.vouchers.forms import ApplicationForm
from portal.vouchers.paper_orders import PaperOrder
from portal.vouchers.record_copy_rules import GROUND_WORDS, NOTHING_CHOSEN
from portal.vouchers.rules import APPLICANT_WORDS, Applicant
from portal.web.fields import Form, at_most, needed, offered, plain_text


class PaperForm(ApplicationForm):
    """`waiver` is for a paper that costs something."""

    waiver = RadioField("減免", choices=offered([("", "しない"), *((waiver, WAIVER_WORDS[waiver]) for waiver in FOR_PAPERS)]), default="")
    waiver_note = StringField("減免の根拠", [at_most(100), plain_text])

    @property
    def order(self) -> PaperOrder:
        """Of a form that was checked."""
        return PaperOrder(self.application, self._waiver, self.waiver_note.data or "")

    @property
    def _waiver(self) -> Waiver | None:
        return Waiver(self.waiver.data) if self.waiver.data else None

    def agrees(self, around: Circumstances) -> bool:
        """Whether anything is taken at all, the action knows."""
        fine = super().agrees(around)
        if waiver := why_not_waiver(1, self._waiver, self.waiver_note.data or ""):
            self.waiver_note.errors = [waiver]
        return fine and waiver is None


class CertificateForm(PaperForm):
    """A 接種済証 is of one programme; its choices are the person's own, and the action looks them up again."""

    programme = RadioField("接種", [needed("どの接種の接種済証かを選んでください。")], choices=[], validate_choice=False)


class RecordCopyForm(PaperForm):
    """A copy is of all doses or of some programmes' alone."""

    chosen = SelectMultipleField(
        "載せる接種",
        [needed(NOTHING_CHOSEN)],
        choices=[],
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class CopyRefusalForm(Form):
    """Why a copy was not given."""

    asked_by = RadioField(
        "請求した方",
        [needed("請求した方を選んでください。")],
        choices=offered(APPLICANT_WORDS.items()),
        default=Applicant.SELF.value,
    )
    ground = RadioField("理由", [needed("お断りする理由を選んでください。")], choices=offered(GROUND_WORDS.items()))
    ground_note = StringField("理由の補足", [at_most(200), plain_text])
