"""The form of a correcting line (M-6)."""

from wtforms import HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import StopValidation

from portal.media.ledger_item_rules import NUMBERED_ITEMS, open_items
from portal.media.number_rules import Series
from portal.web.fields import Form, at_most, needed, offered, plain_text


class CorrectionForm(Form):
    """`becomes` may be left empty: what should not have been written is taken back that way."""

    item = SelectField("訂正する項目", validators=[needed("訂正する項目を選んでください。")])
    becomes = TextAreaField("訂正後の内容", validators=[at_most(1000)])
    reason = StringField("訂正する理由", validators=[needed("訂正する理由を入れてください。"), at_most(300), plain_text])
    seen = HiddenField()

    def validate_becomes(self, field: TextAreaField) -> None:
        """A maker's serial or a carrier's tracking number may look like an 個人番号 and is none."""
        try:
            plain_text(self, field)
        except ValidationError as error:
            if self.item.data not in NUMBERED_ITEMS or "個人番号" not in str(error):
                raise StopValidation(str(error)) from error

    def offer(self, ledger: Series) -> None:
        self.item.choices = offered([("", "選んでください"), *((item.key, item.heading) for item in open_items(ledger))])


class DayCheckForm(Form):
    """What whoever looks in the evening adds to it."""

    note = StringField("申し送り(なくてもよい)", validators=[at_most(300), plain_text])
