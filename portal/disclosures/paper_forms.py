"""What is typed to make a notice; which blank form is printed."""

from datetime import date

from wtforms import RadioField, StringField

from portal.disclosures.form_rules import BLANK_WORDS
from portal.disclosures.paper_rules import NoticeAbout
from portal.web.fields import Form, WarekiField, at_most, day_of, needed, offered, plain_text, whole_day


class NoticeForm(Form):
    document_number = StringField("文書番号", [needed("文書番号を入れてください。例: 総第123号"), at_most(60), plain_text])
    dated_on = WarekiField("通知書の日付", [needed("通知書の日付を入れてください。"), whole_day])
    due_on = WarekiField("補正の期限", [whole_day])

    def about(self, dated_on: date) -> NoticeAbout:
        return NoticeAbout((self.document_number.data or "").strip(), dated_on, day_of(self.due_on))


class BlankForm(Form):
    kind = RadioField("様式", [needed("様式を選んでください。")], choices=offered(BLANK_WORDS.items()))
