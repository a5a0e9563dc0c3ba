"""One box and an optional birth date (S1-4: nothing is listed before something is asked); the day of a past record."""

from wtforms import StringField

from portal.web.fields import Form


class SearchForm(Form):
    """Read by counter.rules.read_terms, which says what is wrong."""

    q = StringField("番号・氏名・カナ・住所・電話", render_kw={"autocomplete": "off", "data-search": "", "maxlength": "2000"})
    birth = StringField("生年月日", render_kw={"autocomplete": "off"})


class PastForm(Form):
    """Read by residents.as_of_rules.read_day, which says what is wrong."""

    day = StringField("見たい日", render_kw={"autocomplete": "off", "maxlength": "40"})
