"""What may be said about sections (所属), and which stands above which. Pure; the reasons are the words the screen shows."""

import re
from collections.abc import Collection, Mapping

NO_SECTION_ABOVE = "なし"
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,19}")


def why_not_section_code(code: str, taken: Collection[str]) -> str | None:
    if not _CODE.fullmatch(code):
        return "符号は、半角の英小文字・数字と「-」で2文字から20文字までとし、英小文字か数字で始めてください。"
    if code in taken:
        return f"符号「{code}」はもう使われています。ほかの符号にしてください。"
    return None


def why_not_section_name(name: str, others: Collection[str]) -> str | None:
    """Two sections of one name could not be told apart where somebody chooses who decides."""
    if name in others:
        return f"「{name}」はもう登録されています。一覧で確かめてください。"
    return None


def why_not_above(code: str, above: str, above_of: Mapping[str, str], names: Mapping[str, str]) -> str | None:
    """`above_of`: the section above each, by code, empty for none. A circle is refused: nobody would stand at its top to decide."""
    if not above:
        return None
    if above not in names:
        return "上の所属は登録されているものから選び直してください。"
    if above == code:
        return "自分の所属を、その上の所属にすることはできません。別の所属を選んでください。"
    way, step = [above], above
    while (step := above_of.get(step, "")) and step not in way:
        way.append(step)
        if step == code:
            chain = "の上は".join(f"「{names[each]}」" for each in way)
            return f"{chain}なので、上下が輪になります。別の所属を選んでください。"
    return None


def as_tree(above_of: Mapping[str, str]) -> list[tuple[str, int]]:
    """Every section by code below the one above it, with how deep it stands: 0 for those with none above."""
    below: dict[str, list[str]] = {}
    for code in sorted(above_of):
        below.setdefault(above_of[code], []).append(code)
    order: list[tuple[str, int]] = []
    waiting = [(code, 0) for code in reversed(below.get("", []))]
    while waiting:
        code, depth = waiting.pop()
        order.append((code, depth))
        waiting += [(each, depth + 1) for each in reversed(below.get(code, []))]
    return order


def section_changes(before: tuple[str, str], after: tuple[str, str], names: Mapping[str, str]) -> list[str]:
    """Name and code of the section above, in words that the record keeps and the screen shows."""
    pairs = (
        ("名前", before[0], after[0]),
        ("上の所属", *(names.get(code, code) if code else NO_SECTION_ABOVE for code in (before[1], after[1]))),
    )
    return [f"{what}: {old} → {new}" for what, old, new in pairs if old != new]
