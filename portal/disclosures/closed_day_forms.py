"""The form of a closed day of the city."""

from wtforms import StringField

from portal.web.fields import Form, WarekiField, at_most, needed, plain_text, whole_day


class ClosedDayForm(Form):
    day = WarekiField("閉庁日", [needed("閉庁日を入れてください。例: 令和8年11月13日"), whole_day])
    words = StringField("理由", [needed("理由を入れてください。例: 市民の日"), at_most(100), plain_text])
