"""What the 所属長 must say before a hidden address is opened. Pure; the reason for a refusal is the sentence the screen shows."""

from portal.text.check_digits import holds_individual_number
from portal.text.encodings import has_control_characters

LONGEST_REASON = 200


def why_not_open_protected(reason: str) -> str | None:
    """The reason for which the 所属長 opens a hidden address: it stands in the record for good, so it holds no number of a person."""
    if not reason.strip():
        return "住所を開く理由を入れてください。何も開いていません。"
    if len(reason.strip()) > LONGEST_REASON:
        return f"理由は{LONGEST_REASON}文字までにしてください。何も開いていません。"
    if has_control_characters(reason):
        return "理由に使えない文字が入っています。打ち直してください。何も開いていません。"
    if holds_individual_number(reason):
        return "理由に個人番号とみられる12桁が入っています。個人番号を除いてください。何も開いていません。"
    return None
