"""What can be done next with the drafts, notices, disclosures, tasks, third parties and appeals of a case, and why not (D-2)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from portal.accounts.sessions import SignedIn
from portal.disclosures import appeal_rules, doing_rules, notice_rules, third_rules
from portal.disclosures.acts import Act, Can
from portal.disclosures.case_queries import CaseRows
from portal.disclosures.decision_rules import DECIDING_OF, DRAFT_WORDS, DraftKind, DraftState
from portal.disclosures.draft_rules import EXTENDING, why_not_draft
from portal.disclosures.handling_queries import DraftLine, Handling
from portal.disclosures.state_rules import ENDED
from portal.permissions import Permission

# A step of one draft: its label, where it is recorded, its key while it waits for one notice alone.
SEND = ("の発送・交付を記録する", "disclosures.prepare_notice", "N")
REACH = ("の到達を記録する", "disclosures.prepare_arrival", "R")


def handling_acts(rows: CaseRows, handling: Handling, staff: SignedIn) -> list[Act]:
    """Of those who handle; a section that is asked answers from its own list and from the piece on the page."""
    if not staff.may(Permission.CASE_HANDLE):
        return []
    numbers = {line.draft.public_id: line.draft.document_number for line in handling.drafts}
    return _told_apart([*_drafting(handling), *_of_drafts(handling), *_asking(rows, handling)], numbers)


def _told_apart(acts: list[Act], numbers: Mapping[str, str]) -> list[Act]:
    """Where the same step waits for several notices, no letter takes the first of them unasked: each has its number and a digit."""
    keys = Counter(can.key for can, reason in acts if can.key and not reason)
    labels, digits = Counter(can.label for can, _ in acts), iter("123456789")
    found: list[Act] = []
    for can, reason in acts:
        is_shared = not reason and keys[can.key] > 1
        number = numbers.get(can.public_id, "") if is_shared or labels[can.label] > 1 else ""
        key = "" if reason else next(digits, "") if is_shared else can.key
        found.append((replace(can, label=f"{can.label}({number})" if number else can.label, key=key), reason))
    return found


def _drafting(handling: Handling) -> Iterator[Act]:
    case = handling.at_hand
    kinds = (*DECIDING_OF[case.kind], *EXTENDING, DraftKind.MENDING)
    reasons = [why_not_draft(case, kind) for kind in kinds]
    if case.state in ENDED:
        return
    yield Can("起案する", "disclosures.choose_draft", "D", is_main=None in reasons[:2]), None if None in reasons else reasons[0]


def _of_drafts(handling: Handling) -> Iterator[Act]:
    for line in handling.drafts:
        draft, name = line.draft, DRAFT_WORDS[line.draft.kind]
        if draft.state is DraftState.DECIDED:
            yield _can(name, SEND, line, is_main=True), notice_rules.why_not_send(line.notice)
        if draft.state is DraftState.NOTIFIED and draft.reached_on is None:
            yield _can(name, REACH, line), notice_rules.why_not_reach(line.notice)
        if line.about is not None:
            yield from _of_grant(line, handling)
        if draft.state is DraftState.NOTIFIED and draft.kind not in (*EXTENDING, DraftKind.MENDING):
            yield (
                Can(f"{name}に対する審査請求を記録する", "disclosures.prepare_appeal", "Y", public_id=draft.public_id),
                _why_not_appeal(line, handling),
            )


def _why_not_appeal(line: DraftLine, handling: Handling) -> str | None:
    decided_on, today = line.notice.decided_on, handling.today
    return appeal_rules.why_not_file(line.draft.state, decided_on, today, today, is_open=line.has_open_appeal(handling.appeals))


def _of_grant(line: DraftLine, handling: Handling) -> Iterator[Act]:
    about, public_id = line.about, line.draft.public_id
    assert about is not None
    if about.done_on is None and not about.is_lapsed:
        if about.wished_on is None:
            reason = doing_rules.why_not_wish(about)
            yield Can("実施方法の申出を記録する", "disclosures.prepare_wish", "W", is_main=True, public_id=public_id), reason
            yield (
                Can("実施期限経過にする", "disclosures.prepare_lapse", "", public_id=public_id),
                doing_rules.why_not_lapse(about, handling.today),
            )
        reason = doing_rules.why_not_do(about, handling.today)
        yield Can("開示を実施する", "disclosures.prepare_doing", "X", is_main=True, public_id=public_id), reason
    doing = line.doing
    if doing is not None and doing.way in doing_rules.BY_POST and doing.reached_on is None:
        reason = doing_rules.why_not_receive(doing.way, doing.done_on, doing.reached_on)
        yield Can("写しの到達を記録する", "disclosures.prepare_receipt", "R", public_id=public_id), reason


def _asking(rows: CaseRows, handling: Handling) -> Iterator[Act]:
    case = handling.at_hand
    if case.state in ENDED:
        return
    yield Can("課に照会する", "disclosures.prepare_task", "T"), third_rules.why_not_ask_section(case.state)
    items = [item.state for item in rows.items]
    if case.kind.value == "disclosure":
        yield Can("第三者に意見を照会する", "disclosures.prepare_third", "O"), third_rules.why_not_ask_third(case.state, items)
    for line in handling.thirds:
        if line.about.answered_on is None:
            label, endpoint = f"{line.third.party}の意見を記録する", "disclosures.prepare_opinion"
            yield Can(label, endpoint, "H", public_id=line.third.public_id), third_rules.why_not_answer_third(line.about)
        elif third_rules.is_untold(line.about):
            label = f"{line.third.party}への通知を記録する"
            yield Can(label, "disclosures.prepare_telling", "L", is_main=True, public_id=line.third.public_id), None
    for appeal in handling.appeals:
        if appeal.about.ruled_on is None:
            reasons = [appeal_rules.why_not_step(appeal.about, step) for step in appeal_rules.AppealStep]
            label = "審査請求の経過を記録する"
            yield Can(label, "disclosures.prepare_step", "F", public_id=appeal.appeal.public_id), None if None in reasons else reasons[0]


def _can(name: str, step: tuple[str, str, str], line: DraftLine, *, is_main: bool = False) -> Can:
    words, endpoint, key = step
    return Can(f"{name}{words}", endpoint, key, is_main, line.draft.public_id)
