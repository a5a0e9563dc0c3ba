"""What the dose pages ask: a file with its layout."""

from wtforms import RadioField

from portal.doses.layout_rules import DoseLayout
from portal.intake.forms import ImportForm
from portal.web.fields import offered

RECOGNISE = "auto"


class DoseFileForm(ImportForm):
    layout = RadioField("ファイルの並び", default=RECOGNISE)

    def offer(self, layouts: list[DoseLayout]) -> None:
        """The layouts as they are now; the portal's own guess first."""
        self.layout.choices = offered([(RECOGNISE, "見出しから見分ける"), *((layout.name, layout.title) for layout in layouts)])
