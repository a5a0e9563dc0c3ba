"""The form that orders a take-back."""

from wtforms import StringField

from portal.web.fields import Form, at_most, needed, plain_text


def tidied(text: str | None) -> str:
    return " ".join((text or "").split())


class TakeBackForm(Form):
    reason = StringField("取り消す理由", [needed("取り消す理由を入れてください。"), at_most(200), plain_text], filters=[tidied])
