"""What the counter asks of somebody whom the register does not know: no more than is needed (R2-2), never a 個人番号 (R2-3)."""

import re
import unicodedata
from typing import Any

from wtforms import BooleanField, Field, HiddenField, RadioField, SelectMultipleField, StringField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.arrivals.rules import PURPOSE_WORDS, WITHDRAW_WORDS, WithdrawReason
from portal.residents.rules import SEX_WORDS, Sex
from portal.text.folding import as_kana, is_kana
from portal.vouchers.rules import APPLICANT_WORDS, DOCUMENT_WORDS, Applicant, Document
from portal.web.fields import Form, WarekiField, at_most, needed, offered, plain_text

SEX_CHOICES = offered((sex, SEX_WORDS[sex]) for sex in (Sex.FEMALE, Sex.MALE, Sex.UNKNOWN))


def tidied(text: str | None) -> str:
    """One blank between the parts of a name, none around it."""
    return " ".join((text or "").split())


def tidied_kana(text: str | None) -> str:
    return as_kana(tidied(text))


def in_kana(_form: Any, field: Field) -> None:
    if field.data and not is_kana(field.data):
        raise ValidationError("ミホン ハナコ のようにカナで入れてください。")


def phone_number(_form: Any, field: Field) -> None:
    figures = re.sub("[-‐-―−ー() ]", "", unicodedata.normalize("NFKC", field.data or ""))
    if field.data and not re.fullmatch("0[0-9]{9,10}", figures):
        raise ValidationError("029-000-0000 のように、市外局番からの数字とハイフンで入れてください。")


def tidied_phone(text: str | None) -> str:
    return re.sub("[‐-―−ー]", "-", unicodedata.normalize("NFKC", tidied(text)))


def name_field() -> Any:
    return StringField("氏名", [needed("氏名を入れてください。"), at_most(200), plain_text], filters=[tidied])


def kana_field() -> Any:
    return StringField("カナ", [needed("カナを入れてください。"), at_most(200), plain_text, in_kana], filters=[tidied_kana])


def birth_field() -> Any:
    return WarekiField("生年月日", [needed("生年月日を入れてください。わからないときは「不詳」と入れてください。")])


def sex_field() -> Any:
    return RadioField("性別", [needed("性別を選んでください。")], choices=SEX_CHOICES)


def phone_field() -> Any:
    return StringField("電話番号", [at_most(20), plain_text, phone_number], filters=[tidied_phone])


def applicant_field() -> Any:
    return RadioField(
        "申請した方", [needed("申請した方を選んでください。")], choices=offered(APPLICANT_WORDS.items()), default=Applicant.SELF.value
    )


def documents_field() -> Any:
    return SelectMultipleField(
        "見た書類",
        [needed("見た書類を選んでください。書類がなければ聞き取りを選んでください。")],
        choices=offered(DOCUMENT_WORDS.items()),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class ArrivalForm(Form):
    """転入したばかりの方の申請. `seen` is what the page showed of the same person's applications."""

    name = name_field()
    kana = kana_field()
    birth = birth_field()
    sex = sex_field()
    address = StringField("新しい住所", [needed("新しい住所を入れてください。"), at_most(300), plain_text], filters=[tidied])
    building = StringField("方書", [at_most(200), plain_text], filters=[tidied])
    phone = phone_field()
    moved_from = StringField("転入前の市区町村", [needed("転入前の市区町村を入れてください。"), at_most(100), plain_text], filters=[tidied])
    notified_on = WarekiField("転入届の日", [needed("転入届の日を入れてください。")])
    purposes = SelectMultipleField(
        "申請の内容",
        [needed("何の申請かを選んでください。")],
        choices=offered(PURPOSE_WORDS.items()),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    applicant = applicant_field()
    documents = documents_field()
    memo = StringField("申し送り", [at_most(200), plain_text], filters=[tidied])
    is_another = BooleanField("上の申請とは別に、この申請を受け付ける")
    seen = HiddenField()

    def documents_seen(self) -> frozenset[Document]:
        return frozenset(Document(value) for value in self.documents.data or [])


class WithdrawForm(Form):
    reason = RadioField(
        "理由",
        [needed("理由を選んでください。")],
        choices=offered(WITHDRAW_WORDS.items()),
        default=WithdrawReason.BY_APPLICANT.value,
    )
    note = StringField("理由の補足", [at_most(100), plain_text], filters=[tidied])
