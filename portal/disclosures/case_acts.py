"""What can be done at the intake of a case and beside its decision. Inside a door."""

from portal.accounts.sessions import SignedIn
from portal.disclosures import handling_rules as rules
from portal.disclosures.acts import Act, Can
from portal.disclosures.case_queries import CaseRows
from portal.disclosures.notice_rules import why_not_withdraw
from portal.disclosures.stamp_rules import why_not_restamp
from portal.disclosures.standing_queries import standing_of
from portal.disclosures.state_rules import ENDED
from portal.permissions import Permission

IDENTITY = Can("本人確認を記録する", "disclosures.review_identity", "I")
MENDING = Can("補正を記す", "disclosures.review_mending", "M")
ANSWER = "補正の答えを記録する"
CONTENTS = Can("書かれたことを改める", "disclosures.review_contents", "C")
ATTACH = Can("住民を結び付ける", "disclosures.review_attachment", "V")
PASS = Can("庁内回付する", "disclosures.review_passing", "S")
STAMP = Can("収受日を改める", "disclosures.review_stamp", "Q")
OFFICER = Can("担当を決める", "disclosures.review_officer", "A")
WITHDRAW = Can("取下げを記録する", "disclosures.review_withdrawal", "B")
CANCEL = Can("誤起票として取り消す", "disclosures.review_cancellation", "Z")
CLOSE = Can("完結する", "disclosures.review_closing", "G")


def intake_acts(rows: CaseRows, staff: SignedIn) -> list[Act]:
    """Once a case has ended its state says so, and nothing is listed."""
    case = rows.case
    if case.state in ENDED:
        return []
    standing = standing_of(case)
    acts: list[Act] = []
    if staff.may(Permission.CASE_RECEIVE):
        acts += [(_identity(rows), rules.why_not_prove(case.state)), *_answers(rows)]
        acts += [
            (MENDING, rules.why_not_mend(case.state)),
            (CONTENTS, rules.why_not_change(standing)),
            (ATTACH, None),
            (PASS, rules.why_not_pass(standing)),
            (WITHDRAW, why_not_withdraw(case.state, [item.state for item in rows.items])),
            (CANCEL, rules.why_not_cancel(standing)),
        ]
    if staff.may(Permission.CASE_HANDLE):
        was_told = any(draft.notified_on for draft in rows.drafts)
        acts += [(OFFICER, None), (STAMP, why_not_restamp(standing, was_told=was_told)), (CLOSE, rules.why_not_close(standing))]
    return acts


def _identity(rows: CaseRows) -> Can:
    """The filled button until it is done."""
    return Can(IDENTITY.label, IDENTITY.endpoint, IDENTITY.key, is_main=rows.case.identity_proven_on is None)


def _answers(rows: CaseRows) -> list[Act]:
    """One for each 補正 that waits; a key only where it is the one."""
    waiting = [mending for mending in rows.mendings if mending.answered_on is None]
    if len(waiting) == 1:
        return [(Can(ANSWER, "disclosures.review_answer", "K", public_id=waiting[0].public_id), None)]
    return [
        (Can(f"{ANSWER}({place}つ目)", "disclosures.review_answer", public_id=each.public_id), None)
        for place, each in enumerate(waiting, start=1)
    ]
