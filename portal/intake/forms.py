"""The form that brings a file, and the one that releases a file that was stopped."""

from flask_wtf.file import FileField
from wtforms import Field, RadioField, StringField, ValidationError

from portal import clock
from portal.intake.actions import Said
from portal.intake.rules import SCOPE_WORDS, Scope
from portal.web.fields import Form, WarekiField, at_most, day_of, needed, offered, plain_text, whole_day


def not_ahead(_form: object, field: Field) -> None:
    day = day_of(field)
    if day is not None and day > clock.today():
        raise ValidationError("今日より後の日付です。ファイルを書き出した日を入れてください。")


class ImportForm(Form):
    file = FileField("CSVファイル", [needed("ファイルを選んでください。")], render_kw={"accept": ".csv,.txt,text/csv"})

    def said(self) -> Said:
        return Said()


class RegisterImportForm(ImportForm):
    """Whom the file covers decides who has vanished from it; its day, whether it is older than the one before."""

    scope = RadioField(
        "ファイルに入っている方",
        [needed("どなたが入っているファイルかを選んでください。")],
        choices=offered(SCOPE_WORDS.items()),
        default=Scope.CHANGES.value,
    )
    as_of = WarekiField("何日現在の記録か", [needed("ファイルを書き出した日を入れてください。"), whole_day, not_ahead])

    def said(self) -> Said:
        return Said(Scope(self.scope.data), day_of(self.as_of))


class ReleaseForm(Form):
    """The chief's word that a stopped file may be taken over after all."""

    reason = StringField("確かめたこと", [needed("何を確かめたかを入れてください。"), at_most(200), plain_text])
