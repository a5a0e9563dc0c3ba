"""What is typed to make a notice; which blank form is printed."""

from wtforms import RadioField, StringField

from portal.disclosures.form_rules import BLANK_WORDS
from portal.web.fields import Form, WarekiField, at_most, needed, offered, plain_text, whole_day


class NoticeForm(Form):
    document_number = StringField("文書番号", [needed("文書番号を入れてください。例: 総第123号"), at_most(60), plain_text])
    dated_on = WarekiField("通知書の日付", [needed("通知書の日付を入れてください。"), whole_day])


class BlankForm(Form):
    kind = RadioField("様式", [needed("様式を選んでください。")], choices=offered(BLANK_WORDS.items()))
