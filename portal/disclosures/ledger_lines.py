"""A case as a line of 開示等請求処理簿: kinds of papers and days, never a name, an address or the number of a document."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.disclosures.clock_rules import IsClosed, claim_due
from portal.disclosures.decision_rules import DECISION_WORDS, DECISIONS_OF, DOING_WORDS, NO_CONSULT_WORDS, RULING_WORDS, Exemption
from portal.disclosures.draft_models import Appeal, Doing, ThirdParty
from portal.disclosures.many_queries import WholeCase, is_sent
from portal.disclosures.models import Case
from portal.disclosures.rules import KIND_WORDS, PROOF_WORDS, REQUESTER_WORDS, STATE_WORDS, WAY_WORDS, WISH_WORDS, CaseState
from portal.media.ledger_item_rules import Value, words_of
from portal.text.wareki import format_short

WAITS = "補正待ち"
Values = Mapping[str, Value]


@dataclass(frozen=True)
class LedgerLine:
    public_id: str
    state: CaseState
    values: Values


def line_of(whole: WholeCase, sections: Mapping[int, str], is_closed: IsClosed) -> LedgerLine:
    """`sections`: names by id."""
    values = _asked(whole, sections) | _times(whole) | _decided(whole) | _done(whole, is_closed)
    return LedgerLine(whole.case.public_id, whole.case.state, values)


def _asked(whole: WholeCase, sections: Mapping[int, str]) -> dict[str, Value]:
    case = whole.case
    marks = [word for holds, word in ((case.is_specific, "特定個人情報"), (case.is_provision_record, "情報提供等記録")) if holds]
    return {
        "number": case.number.shown,
        "state": STATE_WORDS[case.state],
        "kind": f"{KIND_WORDS[case.kind]}請求" + (f"({WISH_WORDS[case.wish]})" if case.wish else ""),
        "received_on": case.received_on,
        "way": WAY_WORDS[case.way],
        "received_section": sections.get(case.received_section_id, ""),
        "requester": REQUESTER_WORDS[case.requester_kind],
        "subject": "／".join(item.words for item in whole.items) or case.claim[:100],
        "section": sections.get(case.section_id, ""),
        "specific": "・".join(marks),
        "proofs": _each(PROOF_WORDS[proof.kind] for proof in whole.proofs),
    }


def _times(whole: WholeCase) -> dict[str, Value]:
    clock = whole.clock
    longer = clock.extended or clock.special
    told = f"(通知では{format_short(clock.told)})" if clock.told and longer and longer.day != clock.told else ""
    mendings = [
        f"{words_of(each.demanded_on)}〜{words_of(each.answered_on) or WAITS}" for each in whole.mendings if each.demanded_on is not None
    ]
    return {
        "mendings": "、".join(mendings),
        "due": clock.basic.day or WAITS,
        "extended": (f"{words_of(longer.day)}{told}" if told else longer.day) if longer and longer.day else (WAITS if longer else None),
        "thirds": "、".join(_third(each) for each in whole.thirds),
    }


def _third(each: ThirdParty) -> str:
    answer = "" if each.answered_on is None else f" 回答{format_short(each.answered_on)}({'反対' if each.objects else '支障なし'})"
    told = f" 通知{format_short(each.told_on)}" if each.told_on else ""
    return f"照会{format_short(each.asked_on)}{answer}{told}"


def _decided(whole: WholeCase) -> dict[str, Value]:
    deciding = [each for each in whole.drafts if each.kind in DECISIONS_OF]
    numbers = sorted({number for each in deciding for number in each.exemptions.split(",") if number in set(Exemption)})
    return {
        "decisions": _counted([DECISION_WORDS[item.decision] for item in whole.items if item.decision is not None]),
        "exemptions": "、".join(f"第{number}号" for number in numbers),
        "decided_on": _days(each.decided_at.date() for each in deciding if each.decided_at is not None),
        "notified_on": _days(each.notified_on for each in deciding if is_sent(each)),
        "document_number": _each(each.document_number for each in deciding),
    }


def _done(whole: WholeCase, is_closed: IsClosed) -> dict[str, Value]:
    done = [each for each in whole.doings if each.done_on is not None]
    return {
        "wished_on": _days(each.wished_on for each in whole.doings),
        "done_on": _days(each.done_on for each in done),
        "done_way": _each(DOING_WORDS[each.way] for each in done if each.way is not None),
        "sheets": _sheets(done),
        "yen": sum(each.yen for each in done) if done else None,
        "claim_until": _each(_claim(each, is_closed) for each in done),
        "appeals": "、".join(_appeal(each) for each in whole.appeals),
        "ended": _ended(whole.case),
    }


def _sheets(done: Sequence[Doing]) -> str:
    mono, colour = sum(each.mono_sheets for each in done), sum(each.colour_sheets for each in done)
    return "・".join(f"{word}{count:,}枚" for word, count in (("白黒", mono), ("カラー", colour)) if count)


def _claim(each: Doing, is_closed: IsClosed) -> str:
    """Where another day was told, both stand there."""
    began = each.reached_on or each.done_on
    day = claim_due(began, is_closed).day if began else None
    told = f"(通知では{format_short(each.told_until)})" if each.told_until and each.told_until != day else ""
    return f"{words_of(day)}{told}"


def _appeal(each: Appeal) -> str:
    steps = [f"請求{format_short(each.filed_on)}"]
    if each.no_consult is not None:
        steps.append(f"諮問せず({NO_CONSULT_WORDS[each.no_consult].partition('(')[0]})")
    steps += [f"{word}{format_short(day)}" for word, day in (("諮問", each.consulted_on), ("答申", each.reported_on)) if day]
    if each.ruling is not None and each.ruled_on is not None:
        steps.append(f"裁決{format_short(each.ruled_on)} {RULING_WORDS[each.ruling]}")
    return " ".join(steps)


def _ended(case: Case) -> str:
    if case.withdrawn_on is not None:
        return f"取下げ {format_short(case.withdrawn_on)}"
    if case.cancel_reason:
        return f"誤起票 {case.cancel_reason}"
    return f"完結 {format_short(case.closed_at.date())}" if case.closed_at else ""


def _days(days: Iterable[date | None]) -> Value:
    """One day as a day, so that Excel sorts it; several as words."""
    found = sorted({day for day in days if day is not None})
    return found[0] if len(found) == 1 else "、".join(map(format_short, found))


def _each(words: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(word for word in words if word))


def _counted(words: Sequence[str]) -> str:
    """「部分開示2件、不存在」."""
    return "、".join(f"{word}{words.count(word)}件" if len(words) > 1 else word for word in dict.fromkeys(words))
