"""住登外 registered by hand: why, where, and who of the register looks like the same person. Pure; reasons are the screen's words."""

import re
from dataclasses import dataclass
from enum import StrEnum

from portal.residents.rules import Protection
from portal.text.folding import kana_key, name_key
from portal.text.wareki import PartialDate


class RegistrationReason(StrEnum):
    """Why somebody without an entry in the register is served (domain-vaccination §1.5, §4)."""

    NO_ENTRY = "no_entry"
    FACILITY = "facility"
    CHILDBIRTH = "childbirth"
    VIOLENCE = "violence"
    OTHER = "other"


REGISTRATION_WORDS = {
    RegistrationReason.NO_ENTRY: "住民票のない居住者",
    RegistrationReason.FACILITY: "施設入所",
    RegistrationReason.CHILDBIRTH: "里帰り",
    RegistrationReason.VIOLENCE: "DV等で住民票を移せない",
    RegistrationReason.OTHER: "その他",
}
WITH_PREFECTURE = re.compile("(北海道|東京都|京都府|大阪府|.{2,3}県).+")

NO_SEARCH = "住登外の方の登録は、この対応で住民を探してからにしてください。先に「住民を探す」で、氏名と生年月日で探してください。"
LOOK_AT_THEM = "生年月日が同じで氏名の似た方が登録されています。下の方々と見比べてください。まだ登録していません。"
SAY_NONE_OF_THEM = "上の方々と見比べ、どなたでもないときは「該当なし」にチェックを入れてください。"
SAY_WHY = "氏名と生年月日が同じ方が登録されています。別の方とした理由を入れてください。"


@dataclass(frozen=True)
class Names:
    """By what two people are told apart or found to be alike."""

    name: str
    kana: str
    former_surname: str
    alias_name: str
    birth: PartialDate

    @property
    def keys(self) -> frozenset[str]:
        """Every whole name, folded."""
        return frozenset(key for key in (name_key(self.name), name_key(self.alias_name)) if key)

    @property
    def surnames(self) -> frozenset[str]:
        return frozenset(key for key in (name_key(_first(self.name)), name_key(self.former_surname)) if key)


def why_alike(new: Names, there: Names) -> str:
    """氏名が同じ・カナが同じ: why somebody of the same birth date may be the person; empty when only the date is the same."""
    alike = [
        ("氏名が同じ", new.name == there.name),
        ("氏名が異体字で同じ", new.name != there.name and name_key(new.name) == name_key(there.name)),
        ("通称が同じ", name_key(new.name) != name_key(there.name) and bool(new.keys & there.keys)),
        ("カナが同じ", bool(kana_key(new.kana)) and kana_key(new.kana) == kana_key(there.kana)),
        ("旧氏と名が同じ", _is_former(new, there)),
        ("名のカナが同じ", _is_given_name_alone(new, there)),
    ]
    return "・".join(word for word, holds in alike if holds)


def _is_former(new: Names, there: Names) -> bool:
    """One of them has the other's surname of before, and the given name is the same."""
    is_same_given = bool(_rest(new.name)) and name_key(_rest(new.name)) == name_key(_rest(there.name))
    return is_same_given and name_key(_first(new.name)) != name_key(_first(there.name)) and bool(new.surnames & there.surnames)


def _is_given_name_alone(new: Names, there: Names) -> bool:
    """Surnames change by marriage and adoption; given names and birth dates stay."""
    given = kana_key(_rest(new.kana))
    return bool(given) and given == kana_key(_rest(there.kana)) and kana_key(new.kana) != kana_key(there.kana)


def _first(name: str) -> str:
    return name.split()[0] if name.split() else ""


def _rest(name: str) -> str:
    return " ".join(name.split()[1:])


def is_same_name_and_birth(new: Names, there: Names) -> bool:
    return name_key(new.name) == name_key(there.name) and new.birth == there.birth


def why_not_without_search(has_searched: bool) -> str | None:
    """Registering somebody a second time is the mistake to avoid: who is there already is looked for first (S2-1)."""
    return None if has_searched else NO_SEARCH


def why_not_note(reason: RegistrationReason, note: str) -> str | None:
    if reason is RegistrationReason.OTHER and not note.strip():
        return "「その他」のときは、どのような理由かを短く入れてください。"
    return None


def why_not_municipality(municipality: str, *, city: str) -> str | None:
    """Elsewhere begins with its prefecture: an address without one is taken for one of this city (vouchers print it so)."""
    if municipality == city or WITH_PREFECTURE.fullmatch(municipality):
        return None
    return f"{city}のほかは、茨城県水戸市 のように都道府県から入れてください。"


def address_as_kept(municipality: str, address: str, *, city: str, prefecture: str) -> str:
    """As the register writes it: without the city when it lies within, whole when elsewhere."""
    return address if municipality in (city, f"{prefecture}{city}") else f"{municipality}{address}"


def protection_for(reason: RegistrationReason) -> Protection | None:
    """Hidden from the first moment (domain-vaccination §0-12); the kind stays 「その他」 until the register or the 所属長 says more."""
    return Protection.OTHER if reason is RegistrationReason.VIOLENCE else None
