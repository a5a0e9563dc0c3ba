"""What is typed about a dose that waits, and about the makers' names."""

from wtforms import StringField

from portal.doses.maker_rules import LONGEST_NAME
from portal.doses.waiting_rules import LONGEST_DECISION
from portal.web.fields import Form, at_most, needed, plain_text

NOT_REMEMBERED = {"autocomplete": "off"}


class PersonForm(Form):
    number = StringField(
        "宛名番号か接種券番号", [needed("番号を入れてください。"), at_most(20)], render_kw=NOT_REMEMBERED | {"inputmode": "numeric"}
    )


class DecisionForm(Form):
    reason = StringField("理由", [needed("理由を入れてください。"), at_most(LONGEST_DECISION), plain_text], render_kw=NOT_REMEMBERED)


class MakerForm(Form):
    written = StringField("ファイルでの書き方", [needed("ファイルでの書き方を入れてください。"), at_most(LONGEST_NAME), plain_text])
    maker = StringField("台帳での名前", [needed("台帳での名前を入れてください。"), at_most(LONGEST_NAME), plain_text])
