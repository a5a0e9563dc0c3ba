"""手数料 as it was typed."""

from wtforms import RadioField, StringField

from portal.vouchers.fee_rules import PAPER_WORDS, FeeFacts, PaperKind
from portal.web.fields import Form, WarekiField, at_most, day_of, needed, offered, plain_text, whole_day


class FeeForm(Form):
    kind = RadioField(
        "紙の種類",
        [needed("紙の種類を選んでください。")],
        choices=offered(PAPER_WORDS.items()),
        default=PaperKind.CERTIFICATE.value,
    )
    yen = StringField("手数料(円)", [needed("手数料を入れてください。無料なら0です。"), at_most(7), plain_text])
    starts_on = WarekiField("始まりの日", [needed("始まりの日を入れてください。"), whole_day])
    ends_on = WarekiField("終わりの日", [whole_day])

    def facts(self) -> FeeFacts | None:
        """None when the amount is no number; said at its field."""
        typed = (self.yen.data or "").strip().replace(",", "").removesuffix("円")
        starts_on = day_of(self.starts_on)
        if not (typed.isascii() and typed.isdigit()) or starts_on is None:
            self.yen.errors = ["円を数字で入れてください。例: 350"]
            return None
        return FeeFacts(PaperKind(self.kind.data), int(typed), starts_on, day_of(self.ends_on))


class FeeEndForm(Form):
    last = WarekiField("この日まで", [needed("終わりの日を入れてください。"), whole_day])
