"""What a system admin types about a section."""

from collections.abc import Iterable
from typing import Any

from wtforms import Field, HiddenField, StringField, ValidationError

from portal.accounts.section_rules import why_not_section_code
from portal.accounts.staff_forms import ChosenField
from portal.errors import BadInput
from portal.web.fields import Form, at_most, needed, offered, plain_text
from portal.web.once import STALE

NONE_ABOVE = offered([("", "なし(いちばん上の所属)")])[0]


def as_section_code(_form: Any, field: Field) -> None:
    if reason := why_not_section_code(field.data, ()):
        raise ValidationError(reason)


class SectionForm(Form):
    """`version` is that of the section as the page showed it."""

    name = StringField("所属の名前", [needed("所属の名前を入れてください。"), at_most(60), plain_text])
    above = ChosenField("上の所属", choices=[NONE_ABOVE])
    version = HiddenField()

    def offer_above(self, sections: Iterable[tuple[str, str]]) -> None:
        self.above.choices = [NONE_ABOVE, *offered(sections)]

    @property
    def words(self) -> tuple[str, str]:
        """Name and code of the section above, empty for none."""
        return " ".join((self.name.data or "").split()), self.above.data or ""

    @property
    def seen_version(self) -> int:
        """BadInput when the field was lost or altered on the way."""
        text = self.version.data or ""
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise BadInput(STALE)
        return int(text)


class NewSectionForm(SectionForm):
    code = StringField("符号", [needed("符号を入れてください。"), as_section_code])
