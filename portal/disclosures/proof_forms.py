"""The checklist of the papers: which were seen, and the day of those that grow old."""

from collections.abc import Sequence
from datetime import date

from wtforms import Field, SelectMultipleField
from wtforms.widgets import CheckboxInput

from portal.disclosures.proof_rules import DATED, Need, Paper
from portal.disclosures.rules import PROOF_WORDS, ProofKind, Whose
from portal.web.fields import Form, WarekiField, day_of, offered, whole_day

_OFF = {"autocomplete": "off"}


class ProofForm(Form):
    """One box a paper, one day a kind that grows old; which of them stand on the page the needs say."""

    papers = SelectMultipleField("見た書類", choices=[], option_widget=CheckboxInput())
    issued_resident_record = WarekiField("住民票の写しの作成日", [whole_day], render_kw=_OFF)
    issued_family_register = WarekiField("戸籍謄本の作成日", [whole_day], render_kw=_OFF)
    issued_guardian_record = WarekiField("登記事項証明書の作成日", [whole_day], render_kw=_OFF)
    issued_proxy = WarekiField("委任状の作成日", [whole_day], render_kw=_OFF)
    issued_seal_record = WarekiField("印鑑登録証明書の作成日", [whole_day], render_kw=_OFF)

    def offer(self, needs: Sequence[Need]) -> None:
        self.papers.choices = offered((_value(need.whose, kind), PROOF_WORDS[kind]) for need in needs for kind in need.kinds)

    @property
    def seen(self) -> list[Paper]:
        """Of a form that was checked."""
        found = [sent.split(":") for sent in self.papers.data or ()]
        return [Paper(Whose(whose), ProofKind(kind), self._issued(ProofKind(kind))) for whose, kind in found]

    def day_field(self, kind: ProofKind) -> Field | None:
        return self[f"issued_{kind.value}"] if kind in DATED else None

    def _issued(self, kind: ProofKind) -> date | None:
        field = self.day_field(kind)
        return day_of(field) if field is not None else None


def _value(whose: Whose, kind: ProofKind) -> str:
    return f"{whose.value}:{kind.value}"
