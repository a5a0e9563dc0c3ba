"""What the screens of runs and findings ask."""

from datetime import date

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField

from portal.audits.rules import ALL_SECTIONS, ANSWER_WORDS, RUN_KIND_WORDS, FindingSaid, RunKind
from portal.web.fields import Form, WarekiField, at_most, needed, offered, plain_text, whole_day


class RunForm(Form):
    kind = RadioField("種類", choices=offered(RUN_KIND_WORDS.items()), default=RunKind.YEARLY.value)
    section = SelectField("対象の課", choices=offered([("", ALL_SECTIONS)]))
    first = WarekiField("対象期間の始まり", [needed("始まりの日を入れてください。例: 令和8年4月1日"), whole_day])
    last = WarekiField("対象期間の終わり", [needed("終わりの日を入れてください。例: 令和8年9月30日"), whole_day])
    reason = StringField("監査の趣旨", [needed("監査の趣旨を入れてください。例: 令和8年度 定期監査"), at_most(300), plain_text])


class AnswerForm(Form):
    answer = RadioField("答え", [needed("答えを選んでください。")], choices=offered(ANSWER_WORDS.items()))
    note = TextAreaField("見たこと", [at_most(1000), plain_text])


class FindingForm(Form):
    words = TextAreaField("指摘", [needed("指摘の内容を入れてください。"), at_most(1000), plain_text])
    measure = TextAreaField("求める是正", [needed("求める是正を入れてください。"), at_most(1000), plain_text])
    due = WarekiField("是正の期限", [needed("是正の期限を入れてください。例: 令和9年1月31日"), whole_day])
    section = SelectField("是正する課", choices=[])

    def said(self, due_on: date) -> FindingSaid:
        return FindingSaid(self.words.data or "", self.measure.data or "", due_on, int(self.section.data or "0"))


class SignForm(Form):
    conclusion = TextAreaField("監査の結論", [needed("監査の結論を入れてください。"), at_most(1000), plain_text])


class MendForm(Form):
    words = TextAreaField("是正したこと", [needed("是正したことを、日付とともに入れてください。"), at_most(1000), plain_text])


class ConfirmForm(Form):
    words = TextAreaField("確かめたこと", [needed("確かめたこと、または差し戻す理由を入れてください。"), at_most(1000), plain_text])
    back = BooleanField("まだ是正されていない(差し戻す)")
