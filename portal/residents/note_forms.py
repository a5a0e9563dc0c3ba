"""What is typed of a 申し送り."""

from wtforms import RadioField, TextAreaField

from portal.residents.note_rules import LONGEST, NOTE_END_WORDS
from portal.web.fields import Form, WarekiField, at_most, needed, offered, plain_text, whole_day


class NoteForm(Form):
    text = TextAreaField("申し送り", [needed("申し送りを入れてください。"), at_most(LONGEST), plain_text], render_kw={"rows": 3})
    ends_on = WarekiField("終わりの日", [needed("いつまで出すかを入れてください。"), whole_day])

    @property
    def words(self) -> str:
        return " ".join((self.text.data or "").split())


class EndNoteForm(Form):
    reason = RadioField("終える理由", [needed("理由を選んでください。")], choices=offered(NOTE_END_WORDS.items()))
