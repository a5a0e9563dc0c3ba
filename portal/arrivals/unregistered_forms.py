"""What is asked before somebody is registered by hand as 住登外 (R2-1, R2-2)."""

from wtforms import BooleanField, HiddenField, RadioField, StringField

from portal.arrivals.forms import applicant_field, birth_field, documents_field, kana_field, name_field, phone_field, sex_field, tidied
from portal.arrivals.unregistered_rules import REGISTRATION_WORDS, Names
from portal.text.wareki import UNKNOWN
from portal.vouchers.rules import Document
from portal.web.fields import Form, at_most, needed, offered, plain_text


class UnregisteredForm(Form):
    """`seen` is what the page showed of people alike; `none_of_them` is 「該当なし」."""

    name = name_field()
    kana = kana_field()
    former_surname = StringField("旧氏", [at_most(100), plain_text], filters=[tidied])
    alias_name = StringField("通称", [at_most(200), plain_text], filters=[tidied])
    roman_name = StringField("ローマ字", [at_most(200), plain_text], filters=[tidied])
    birth = birth_field()
    sex = sex_field()
    municipality = StringField("市区町村", [needed("市区町村を入れてください。"), at_most(60), plain_text], filters=[tidied])
    address = StringField("住所", [needed("住所を入れてください。"), at_most(200), plain_text], filters=[tidied])
    building = StringField("方書", [at_most(200), plain_text], filters=[tidied])
    phone = phone_field()
    reason = RadioField(
        "登録の理由",
        [needed("登録の理由を選んでください。")],
        choices=offered(REGISTRATION_WORDS.items()),
    )
    note = StringField("理由の補足", [at_most(100), plain_text], filters=[tidied])
    applicant = applicant_field()
    documents = documents_field()
    none_of_them = BooleanField("該当なし(上の方々のどなたでもない)")
    namesake_reason = StringField("別の方とした理由", [at_most(100), plain_text], filters=[tidied])
    seen = HiddenField()

    def documents_seen(self) -> frozenset[Document]:
        return frozenset(Document(value) for value in self.documents.data or [])

    @property
    def names(self) -> Names:
        """Of a form whose fields were checked."""
        return Names(
            self.name.data or "",
            self.kana.data or "",
            self.former_surname.data or "",
            self.alias_name.data or "",
            self.birth.day or UNKNOWN,
        )
