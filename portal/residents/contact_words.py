"""The versions of a 送付先 or 連絡先 told apart in words: for the history, and for who was second of two. Pure."""

from portal.residents.contact_rules import ENDS, WHY_WORDS, Details, Entry, Why


def differences(before: Details, after: Details) -> list[str]:
    """住所が「A」から「B」に変わった"""
    old, new = dict(before.lines), dict(after.lines)
    return [_difference(word, old.get(word, ""), new.get(word, "")) for word in {**old, **new} if old.get(word) != new.get(word)]


def _difference(word: str, old: str, new: str) -> str:
    if not old:
        return f"{word}に「{new}」が入った"
    return f"{word}が「{old}」から「{new}」に変わった" if new else f"{word}「{old}」がなくなった"


def meanwhile_words(before: Details, after: Details, why: Why, *, hidden: bool) -> str:
    """What the second of two people is told; for a protected person that it changed, never how."""
    what = "(内容は表示しません)" if hidden else f"({'、'.join(differences(before, after)) or WHY_WORDS[why]})"
    return f"この画面を開いたあとに、ほかの人が先に改めました{what}。まだ何も保存していません。確かめて、もう一度押してください。"


def version_words(entry: Entry, before: Details | None) -> str:
    """One line of the history; `before` is the version that this one replaced."""
    what = entry.kind_words
    if entry.details is None:
        return f"{what}を{'登録した' if entry.version == 1 else '終えた' if entry.why in ENDS else '改めた'}(内容は表示しません)。"
    if entry.why is Why.MISTAKEN:
        return f"{what}を取り消した(登録の誤り)。"
    if entry.why in ENDS:
        return f"{what}を終えた({WHY_WORDS[entry.why]})。{entry.details.period_words}。"
    if before is None:
        return f"{what}を登録した。{' '.join(value for _, value in entry.details.lines)}。"
    return f"{what}を改めた({WHY_WORDS[entry.why]})。{'、'.join(differences(before, entry.details)) or '内容は同じ'}。"
