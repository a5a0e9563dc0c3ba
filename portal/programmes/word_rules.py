"""A dose's rule as the screens and the record say it. Pure."""

from datetime import date

from portal.programmes.dose_rules import DoseRule
from portal.text.wareki import format_date


def rule_lines(rule: DoseRule) -> list[tuple[str, str]]:
    """Each part of a rule under its heading, without those that ask nothing."""
    if not rule.is_offered:
        return [("実施", "この回は行いません")]
    lines = [
        ("対象", rule.target.words),
        ("前の接種", _after_words(rule)),
        ("ワクチン", _vaccine_words(rule)),
        ("住民登録", "接種する日に登録のある方" if rule.registered_only else ""),
        ("接種券", f"接種できる日の{rule.ahead_days}日前から発行" if rule.ahead_days else "接種できる日から発行"),
    ]
    return [(heading, words) for heading, words in lines if words]


def rule_words(rule: DoseRule) -> str:
    """The whole rule in one line, for the record: 「2回目: 対象 12歳以上の方、前の接種 …」."""
    return f"{rule.dose}回目: " + "、".join(f"{heading} {words}" for heading, words in rule_lines(rule))


def period_words(first: date, last: date | None) -> str:
    return f"{format_date(first)}から" + (f"{format_date(last)}まで" if last else "")


def _after_words(rule: DoseRule) -> str:
    if rule.earlier is None:
        return ""
    if rule.shortest is None:
        return f"{rule.earlier}回目のあと"
    # A difference of days is one more than 「何日以上の間隔」 of the law: both are said, so that nobody is a day off.
    law = f"(間隔{rule.shortest.count - 1}日以上)" if rule.shortest.unit.value == "days" and rule.shortest.count else ""
    standard = f"・標準{rule.standard.words}" if rule.standard else ""
    return f"{rule.earlier}回目から{rule.shortest.words}たった日から{law}{standard}"


def _vaccine_words(rule: DoseRule) -> str:
    if not rule.vaccine:
        return ""
    return f"{rule.vaccine}({rule.earlier}回目と同じとき)" if rule.same_vaccine else rule.vaccine
