"""What leaves, on what, where to, when, with whom and how it is kept: a line's facts in the office's words."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.media.line_models import MediaRequest
from portal.media.line_names import Names
from portal.media.rules import ENCRYPTION_WORDS, Kind, Thing
from portal.text.wareki import format_datetime, format_period


@dataclass(frozen=True)
class Facts:
    """A heading and its pairs of a word and a value; pairs without a value are left out."""

    heading: str
    pairs: Sequence[tuple[str, str]]


def facts_of(row: MediaRequest, names: Names) -> Sequence[Facts]:
    """As the chief reads them before signing: what leaves first."""
    groups = (_contents(row), _way(row, names), _when(row, names), _care(row), _why(row, names))
    return [Facts(heading, [(word, value) for word, value in pairs if value]) for heading, pairs in groups]


def system_words(row: MediaRequest, names: Names) -> str:
    """From → to; one of them where only one is known."""
    ends = (names.systems.get(row.from_system_id or 0, ""), names.systems.get(row.to_system_id or 0, ""))
    return " → ".join(ends) if all(ends) else next((f"{end}から" if end is ends[0] else f"{end}へ" for end in ends if end), "")


def thing_words(row: MediaRequest, names: Names) -> str:
    """The registered medium, or what the papers, the brought medium or the terminals are."""
    if row.medium_id is not None:
        return names.media.get(row.medium_id, "")
    terminals = "、".join(names.terminals[each] for each in names.terminals_of.get(row.id, ()))
    return row.thing_words or terminals


def _contents(row: MediaRequest) -> tuple[str, list[tuple[str, str]]]:
    sort = "個人情報(個人番号を含まない)" if row.is_personal else "個人情報を含まない"
    pairs = [
        ("データの名前", row.data_name),
        ("人数", f"{row.people:,}人分"),
        ("項目", row.data_columns),
        ("個人情報", "特定個人情報(個人番号を含む)" if row.is_specific else sort),
        ("抽出の条件", row.condition_words),
        ("照合値(SHA-256)", row.contents_sha256),
    ]
    return "中身", pairs


def _way(row: MediaRequest, names: Names) -> tuple[str, list[tuple[str, str]]]:
    where_to = names.destinations.get(row.destination_id or 0, "")
    terminals = "、".join(names.terminals[each] for each in names.terminals_of.get(row.id, ()))
    pairs = [
        ({Thing.MEDIUM: "媒体", Thing.PAPERS: "書類", Thing.TERMINAL: "端末"}[row.thing], thing_words(row, names)),
        ("システム", system_words(row, names)),
        ("持ち出す先", where_to),
        ("差出人", row.sender),
        ("作業する端末" if row.thing is not Thing.TERMINAL else "", terminals if row.thing is not Thing.TERMINAL else ""),
        ("複製", f"{row.copies_allowed}部まで" if row.copies_allowed else "作らない"),
    ]
    return "何で、どこへ", pairs


def _when(row: MediaRequest, names: Names) -> tuple[str, list[tuple[str, str]]]:
    workers = "、".join(names.workers[each] for each in names.workers_of.get(row.id, ()))
    requester = f"{names.person(row.requester_id)}({names.sections.get(row.section_id, '')})"
    taken_over = names.person(row.responsible_id) if row.responsible_id != row.requester_id else ""
    pairs = [
        ("期間", format_period(row.starts_at, row.ends_at)),
        ("作業する方", workers),
        ("運ぶ方", names.workers.get(row.carrier_id or 0, "")),
        ("同行する方", names.workers.get(row.companion_id or 0, "")),
        ("申請した方", requester),
        ("申請日時", format_datetime(row.asked_at)),
        ("いまの担当", taken_over),
    ]
    return "いつ、だれが", pairs


def _care(row: MediaRequest) -> tuple[str, list[tuple[str, str]]]:
    is_out = row.kind is Kind.TAKE_OUT
    pairs = [
        ("暗号化", ENCRYPTION_WORDS[row.encryption] if row.thing is not Thing.PAPERS else ""),
        ("施錠できる容器", ("使う" if row.locked_case else "使わない") if is_out else ""),
        ("封緘・目隠し", ("する" if row.sealed else "しない") if is_out else ""),
        ("立ち寄り", ("しない(直行)" if row.direct else "あり") if is_out else ""),
        ("経路", row.route),
        ("追跡番号", row.tracking),
    ]
    return "守り方", pairs


def _why(row: MediaRequest, names: Names) -> tuple[str, list[tuple[str, str]]]:
    pairs = [("目的", row.purpose), ("根拠", row.legal_ground), ("情報を保有する課", names.sections.get(row.holder_id, ""))]
    return "なぜ", pairs
