"""What a chief adds when seeing slips off."""

from wtforms import TextAreaField

from portal.web.fields import Form, at_most, plain_text


class ReviewForm(Form):
    note = TextAreaField("添える言葉", [at_most(1000), plain_text], render_kw={"rows": 2, "autocomplete": "off"})
