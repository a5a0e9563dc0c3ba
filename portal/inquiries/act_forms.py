"""What the acts on a slip ask."""

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField

from portal.inquiries.rules import CHANNEL_WORDS, LONGEST_TEXT, RESULT_WORDS, Result
from portal.web.fields import Form, WarekiField, at_most, needed, offered, plain_text, whole_day


class NoteForm(Form):
    note_channel = SelectField("方法", choices=offered([("", "庁内"), *CHANNEL_WORDS.items()]))
    words = TextAreaField(
        "対応を書き足す", [needed("書き足す対応を入れてください。"), at_most(LONGEST_TEXT), plain_text], render_kw={"rows": 2}
    )


class CallForm(Form):
    call_words = StringField("話したこと", [at_most(2000), plain_text], render_kw={"autocomplete": "off"})


class HandForm(Form):
    to = SelectField("引き継ぐ職員", [needed("引き継ぐ職員を選んでください。")], choices=[])
    note = TextAreaField("申し送り", [at_most(2000), plain_text], render_kw={"rows": 4})
    # The page fills it in anew each time it is shown.
    seen = HiddenField()


class WaitForm(Form):
    whom = StringField("待つ相手と用件", [needed("誰の何を待つかを入れてください。例: 接種会場の確認"), at_most(200), plain_text])
    until = WarekiField("いつまで", [needed("いつまで待つかを入れてください。例: 令和8年12月1日"), whole_day])


class LinkForm(Form):
    number = StringField("受付票の番号", [needed("受付票の番号を入れてください。例: R8-0231"), at_most(40), plain_text])
    is_original = BooleanField("同じ問合せ(先に受けたのはその受付票)", render_kw={"value": "1"})


class CloseForm(Form):
    result = RadioField("結果", [needed("結果を選んでください。")], choices=offered(RESULT_WORDS.items()), default=Result.ANSWERED.value)
    answer = TextAreaField("回答", [at_most(LONGEST_TEXT), plain_text], render_kw={"rows": 6})


class ReasonForm(Form):
    reason = StringField("理由", [needed("理由を入れてください。"), at_most(200), plain_text])
