"""What is typed of a 送付先 or 連絡先; what cannot be taken says what to do."""

from typing import Any

from wtforms import Field, HiddenField, RadioField, StringField, ValidationError

from portal.residents.contact_rules import (
    CHANGES,
    ENDS,
    MAILING_REASON_WORDS,
    RELATION_WORDS,
    WHOSE_WORDS,
    WHY_WORDS,
    Details,
    Kind,
    MailingReason,
    Relation,
    Whose,
    Why,
    read_phone,
    read_postal_code,
    why_not_reason_note,
    why_not_relation,
)
from portal.text.wareki import format_date
from portal.web.fields import Form, WarekiField, at_most, day_of, needed, offered, plain_text, whole_day

NO_RELATION = ("", "なし")


def as_postal_code(_form: Any, field: Field) -> None:
    if read_postal_code(field.data) is None:
        raise ValidationError("郵便番号は数字7けたです。312-0001 のように入れてください。")


def as_phone(_form: Any, field: Field) -> None:
    if read_phone(field.data) is None:
        raise ValidationError("電話番号は、0から始まる10けたか11けたの数字です。029-000-0000 のように入れてください。")


def after_the_start(form: Any, field: Field) -> None:
    start, end = day_of(form.starts_on), day_of(field)
    if start and end and end < start:
        raise ValidationError("終わりの日が始まりの日より前です。日付を確かめてください。")


def _words(text: str | None) -> str:
    return " ".join((text or "").split())


def _why(whys: tuple[Why, ...], label: str) -> RadioField:
    return RadioField(label, [needed("理由を選んでください。")], choices=offered((why, WHY_WORDS[why]) for why in whys))


class MailingForm(Form):
    """Where post goes for a while."""

    postal_code = StringField("郵便番号", [needed("郵便番号を入れてください。"), as_postal_code, plain_text])
    address = StringField("住所", [needed("送付先の住所を入れてください。"), at_most(300), plain_text])
    building = StringField("方書・気付", [at_most(200), plain_text])
    recipient = StringField("宛名", [at_most(100), plain_text])
    reason = RadioField(
        "理由",
        [needed("送付先を別にする理由を選んでください。")],
        choices=offered(MAILING_REASON_WORDS.items()),
    )
    note = StringField("その他の理由", [at_most(60), plain_text])
    starts_on = WarekiField("始まりの日", [needed("始まりの日を入れてください。"), whole_day])
    ends_on = WarekiField("終わりの日", [whole_day, after_the_start])

    def validate_note(self, field: Field) -> None:
        if self.reason.data in set(MailingReason) and (why_not := why_not_reason_note(MailingReason(self.reason.data), field.data or "")):
            raise ValidationError(why_not)

    @property
    def details(self) -> Details:
        start = day_of(self.starts_on)
        assert start is not None
        return Details(
            Kind.MAILING,
            start,
            day_of(self.ends_on),
            postal_code=read_postal_code(self.postal_code.data or "") or "",
            address=_words(self.address.data),
            building=_words(self.building.data),
            recipient=_words(self.recipient.data),
            reason=MailingReason(self.reason.data),
            note=_words(self.note.data) if self.reason.data == MailingReason.OTHER else "",
        )


class PhoneForm(Form):
    """Who answers, and at which number."""

    phone = StringField("電話番号", [needed("電話番号を入れてください。"), at_most(20), as_phone])
    whose = RadioField("どなたの電話", [needed("どなたの電話かを選んでください。")], choices=offered(WHOSE_WORDS.items()))
    relation = RadioField("続柄", choices=offered([NO_RELATION, *RELATION_WORDS.items()]), default="")
    note = StringField("施設・職場の名前", [at_most(60), plain_text])
    starts_on = WarekiField("始まりの日", [needed("始まりの日を入れてください。"), whole_day])
    ends_on = WarekiField("終わりの日", [whole_day, after_the_start])

    def validate_relation(self, field: Field) -> None:
        relation = Relation(field.data) if field.data in set(Relation) else None
        if self.whose.data in set(Whose) and (why_not := why_not_relation(Whose(self.whose.data), relation)):
            raise ValidationError(why_not)

    @property
    def details(self) -> Details:
        start = day_of(self.starts_on)
        assert start is not None
        return Details(
            Kind.PHONE,
            start,
            day_of(self.ends_on),
            phone=read_phone(self.phone.data or "") or "",
            whose=Whose(self.whose.data),
            relation=Relation(self.relation.data) if self.relation.data else None,
            note=_words(self.note.data),
        )


class MailingChangeForm(MailingForm):
    """`seen` is the version that the page showed."""

    why = _why(CHANGES, "改める理由")
    seen = HiddenField()


class PhoneChangeForm(PhoneForm):
    why = _why(CHANGES, "改める理由")
    seen = HiddenField()


class EndContactForm(Form):
    why = _why(ENDS, "終える理由")
    last_day = WarekiField("終わりの日", [whole_day])
    seen = HiddenField()


def values_of(details: Details) -> dict[str, str]:
    """The fields filled in with what stands."""
    return {
        "postal_code": f"{details.postal_code[:3]}-{details.postal_code[3:]}" if details.postal_code else "",
        "address": details.address,
        "building": details.building,
        "recipient": details.recipient,
        "reason": details.reason.value if details.reason else "",
        "phone": details.phone,
        "whose": details.whose.value if details.whose else "",
        "relation": details.relation.value if details.relation else "",
        "note": details.note,
        "starts_on": format_date(details.starts_on),
        "ends_on": format_date(details.ends_on) if details.ends_on else "",
    }


def version_seen(field: HiddenField) -> int:
    """0 for what is no number: no entry has such a version."""
    text = field.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
