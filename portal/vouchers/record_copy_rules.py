"""接種記録の写し (予防接種法施行規則3条2項): a right of the person, apart from 開示請求; refused on a ground alone. Pure."""

from enum import StrEnum

from portal.vouchers.rules import Applicant


class Ground(StrEnum):
    """正当な理由: why a copy was not given."""

    IDENTITY_UNCLEAR = "identity_unclear"
    AGENCY_UNCLEAR = "agency_unclear"
    NOT_HELD = "not_held"
    ENDANGERS = "endangers"
    OTHER_LAW = "other_law"


GROUND_WORDS = {
    Ground.IDENTITY_UNCLEAR: "本人かどうかを確かめられない",
    Ground.AGENCY_UNCLEAR: "代理人の資格を確かめられない",
    Ground.NOT_HELD: "この市に記録がない",
    Ground.ENDANGERS: "本人の所在を知られるおそれがある",
    Ground.OTHER_LAW: "ほかの法令などの理由",
}
NO_DOSES = "この方の接種記録がありません。請求された方には「この市に記録がない」としてお断りし、理由を残してください。"
NOT_BY_HOUSEHOLD = "接種記録の写しは、本人か代理人にだけ渡します。同じ世帯の方も、委任状を見て「任意代理人」を選んでください。"
ONLY_TO_THEMSELVES = "支援措置の方の写しは、本人か法定代理人にだけ渡します(加害者が代理人を名のることがあります)。"
NOT_BY_THE_DEAD = (
    "亡くなった方です。申請した方を「本人」にはできません。相続人などの方は、資格がわかる書類を見て「法定代理人」を選んでください。"
)
NOTHING_CHOSEN = "載せる接種を1つ以上選んでください。"


def why_not_copy(doses: int, *, hidden: str | None) -> str | None:
    """Whether a copy can be made at all. `hidden`: why a protected person's papers do not leave through this member of staff."""
    return hidden or (None if doses else NO_DOSES)


def why_not_copy_applicant(applicant: Applicant, *, hidden: bool, dead: bool) -> str | None:
    """Who may have it: the right is the person's own."""
    if applicant is Applicant.HOUSEHOLD:
        return NOT_BY_HOUSEHOLD
    if hidden and applicant is Applicant.AGENT:
        return ONLY_TO_THEMSELVES
    return NOT_BY_THE_DEAD if dead and applicant is Applicant.SELF else None


def why_not_ground_note(ground: Ground, note: str) -> str | None:
    """Whoever is refused is told why."""
    if ground is Ground.OTHER_LAW and not note.strip():
        return "「ほかの法令などの理由」のときは、どの法令のどの理由かを入れてください。"
    return None
