"""What is sent when something is handed out, checked, used, returned, extended, taken over or closed."""

from collections.abc import Sequence
from datetime import datetime

from wtforms import RadioField, SelectField, StringField, TextAreaField

from portal.clock import JAPAN
from portal.media.lending_review import Offered
from portal.media.lending_rules import CLEAN, FOUND
from portal.web.fields import ClockField, Form, WarekiField, at_most, day_of, needed, offered, plain_text, whole_day

MISSING_MOMENT = "日付と時刻を入れてください。例: R8.11.24 15:00"


class HandForm(Form):
    """Who takes it, and for a medium the number on the label of the one in the hand."""

    number = StringField(
        "手に取った媒体の番号",
        [at_most(40)],
        description="ラベルを読み取るか、打って Enter。違う媒体を渡さないためです。",
        render_kw={"autocomplete": "off", "autofocus": True, "size": "14"},
    )
    to = RadioField("渡す相手", choices=[], validate_choice=False, description="承認された作業者か、運ぶ方だけに渡せます。")
    note = StringField("補足", [at_most(300), plain_text], description="封をした、鍵を一緒に渡した、など。なければ空のままで。")


class VirusForm(Form):
    tool = StringField("検査に使ったもの", [needed("検査に使ったソフトや端末の名前を入れてください。"), at_most(60), plain_text])
    is_clean = RadioField("結果", [needed("結果を選んでください。")], choices=offered([("clean", CLEAN), ("found", FOUND)]))
    words = StringField(
        "補足", [at_most(150), plain_text], description="検出されたものの名前など。検出したときは、開かずに情報システムの担当課へ。"
    )


class AnomalyForm(Form):
    anomaly = TextAreaField(
        "異状",
        [at_most(500), plain_text],
        description="違うデータが入っていた、封が開いていた、など。なければ空のままで。",
        render_kw={"rows": "3"},
    )


class ReturnForm(AnomalyForm):
    brought_by = StringField(
        "返しに来た方",
        [needed("返しに来た方の氏名を入れてください。借りた方でなくても受け取れます。"), at_most(60), plain_text],
        description="借りた方でなくても受け取れます。",
    )


class ExtendForm(Form):
    day = WarekiField("いつまで", [needed("新しい返却予定の日を入れてください。"), at_most(20), whole_day], render_kw={"size": "10"})
    at = ClockField("時刻", [needed("時刻を入れてください。例: 17:00"), at_most(10)], render_kw={"size": "5"})
    reason = StringField("理由", [needed("延ばす理由を入れてください。所属長が読みます。"), at_most(300), plain_text])


class TakeOverForm(Form):
    to = SelectField("新しい担当", choices=[], validate_choice=False)
    reason = StringField("理由", [at_most(200), plain_text], description="異動、休職など。")


class CloseForm(Form):
    words = StringField("所見", [at_most(300), plain_text], description="なければ空のままで。")


def offer(field: RadioField | SelectField, choices: Sequence[Offered]) -> None:
    """Only what may be chosen; the one that is left alone is chosen already."""
    may = [each for each in choices if each.why_not is None]
    field.choices = offered((each.value, each.words) for each in may)
    if len(may) == 1 and not field.data:
        field.data = may[0].value


def moment_of(day: WarekiField, at: ClockField) -> datetime | None:
    """The moment that a day and a time of day name; None when one of them is missing or wrong."""
    date_ = day_of(day)
    return None if date_ is None or at.of_day is None else datetime.combine(date_, at.of_day, JAPAN)
