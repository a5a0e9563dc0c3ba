"""What is typed into the lists from which a request is filled."""

from collections.abc import Sequence

from wtforms import RadioField, SelectField, StringField

from portal.accounts.chief_queries import StaffName
from portal.media.rules import EMPLOYER_WORDS, PLACE_WORDS, Employer
from portal.web.fields import Form, at_most, needed, offered, plain_text


class SystemForm(Form):
    name = StringField("システムの名前", [needed("システムの名前を入れてください。例: 健康管理システム"), at_most(60), plain_text])


class TerminalForm(Form):
    name = StringField("端末の番号", [needed("端末の番号を入れてください。例: 端末07"), at_most(60), plain_text])
    place = StringField("置き場所", [at_most(60), plain_text])


class WorkerForm(Form):
    employer = RadioField("所属", choices=offered(EMPLOYER_WORDS.items()), default=Employer.CITY.value)
    login_name = SelectField("職員", choices=offered([("", "選んでください")]), default="")
    name = StringField("氏名(委託先の方)", [at_most(60), plain_text])
    company = StringField("会社名(委託先の方)", [at_most(60), plain_text])

    def offer(self, people: Sequence[StaffName]) -> None:
        self.login_name.choices = offered(
            [("", "選んでください"), *((each.login_name, f"{each.name}({each.login_name})") for each in people)]
        )


class DestinationForm(Form):
    kind = RadioField("種類", [needed("種類を選んでください。")], choices=offered(PLACE_WORDS.items()))
    name = StringField("名前", [needed("持出先の名前を入れてください。例: 国の接種記録システム"), at_most(80), plain_text])
    address = StringField("所在地", [at_most(120), plain_text])


ChoiceForm = SystemForm | TerminalForm | WorkerForm | DestinationForm
