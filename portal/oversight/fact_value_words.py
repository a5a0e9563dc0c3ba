"""What the stored words of the facts are called, by the fact's name: each part's own words."""

from collections.abc import Mapping
from typing import Any

from portal.accounts.chief_rules import SIGNS_AS_WORDS
from portal.accounts.rules import CHANNEL_WORDS, END_REASON_WORDS, VISIT_REASON_WORDS
from portal.applications.number_rules import BLANK_STATE_WORDS, SPOIL_WORDS
from portal.applications.rules import FORM_WORDS
from portal.arrivals.rules import STATE_WORDS, WITHDRAW_WORDS
from portal.arrivals.unregistered_rules import REGISTRATION_WORDS
from portal.audits.rules import ANSWER_WORDS, QUESTIONS, RUN_KIND_WORDS
from portal.disclosures.appeal_rules import APPEAL_STEP_WORDS
from portal.disclosures.decision_rules import DOING_WORDS, DRAFT_WORDS
from portal.disclosures.form_rules import BLANK_WORDS
from portal.disclosures.gap_rules import GAP_WORDS as CASE_GAP_WORDS
from portal.disclosures.ledger_rules import REGISTER_WORDS
from portal.disclosures.paper_rules import PRINTED_WORDS
from portal.disclosures.rules import KIND_WORDS as CASE_KIND_WORDS
from portal.disclosures.rules import PROOF_WORDS, SCENE_WORDS, WAY_WORDS
from portal.doses.deciding import WHAT_WORDS
from portal.doses.match_rules import WAIT_REASON_WORDS
from portal.inquiries.list_rules import VIEW_WORDS
from portal.inquiries.rules import CHANNEL_WORDS as SLIP_CHANNEL_WORDS
from portal.inquiries.rules import RESULT_WORDS
from portal.intake.stop_rules import STOP_WORDS
from portal.media.archive_rules import END_REASON_WORDS as ARCHIVE_END_WORDS
from portal.media.choice_rules import LIST_WORDS
from portal.media.ledger_rules import FILE_WORDS, LEDGER_WORDS
from portal.media.ledger_rules import PAPER_WORDS as LEDGER_PAPER_WORDS
from portal.media.medium_step_rules import DESTROYING_WORDS
from portal.media.rules import CONDITION_WORDS, COPY_WORDS, HOW_WORDS, MEDIUM_KIND_WORDS, STEP_WORDS, TRAVEL_WORDS
from portal.media.stocktake_rules import FOUND_WORDS
from portal.permissions import PERMISSION_WORDS
from portal.residents.consequences import CONSEQUENCE_WORDS
from portal.residents.contact_rules import KIND_WORDS, WHY_WORDS
from portal.residents.match_rules import DECISION_WORDS
from portal.residents.match_rules import REASON_WORDS as MATCH_REASON_WORDS
from portal.residents.movement_rules import HAPPENED_WORDS
from portal.residents.note_rules import NOTE_END_WORDS
from portal.vouchers.application_rules import GAP_WORDS
from portal.vouchers.code_rules import PART_WORDS
from portal.vouchers.fee_rules import PAPER_WORDS
from portal.vouchers.record_copy_rules import GROUND_WORDS
from portal.vouchers.return_rules import OUTCOME_WORDS
from portal.vouchers.rules import APPLICANT_WORDS, DELIVERED_WORDS, REASON_WORDS
from portal.vouchers.state_rules import PAPER_WORDS as HELD_PAPER_WORDS
from portal.vouchers.state_rules import RETURN_WORDS, VOID_WORDS
from portal.vouchers.state_rules import STATE_WORDS as VOUCHER_STATE_WORDS

_REASONS = (
    VISIT_REASON_WORDS,
    END_REASON_WORDS,
    REASON_WORDS,
    WHY_WORDS,
    NOTE_END_WORDS,
    WITHDRAW_WORDS,
    REGISTRATION_WORDS,
    WAIT_REASON_WORDS,
    VOID_WORDS,
    RETURN_WORDS,
    GROUND_WORDS,
    SPOIL_WORDS,
    ARCHIVE_END_WORDS,
)


def _of(*words: Mapping[Any, str]) -> dict[str, str]:
    """The stored word of each, and what it is called."""
    return {word.value: text for each in words for word, text in each.items()}


# What the stored word of a fact is called, by the fact's name.
VALUE_WORDS: dict[str, Mapping[str, str]] = {
    "channel": _of(SLIP_CHANNEL_WORDS, CHANNEL_WORDS),
    "applicant": _of(APPLICANT_WORDS),
    "delivery": _of(DELIVERED_WORDS),
    "gaps": _of(CASE_GAP_WORDS, GAP_WORDS),
    "permission": _of(PERMISSION_WORDS),
    "reason": _of(*_REASONS),
    "kind": _of(KIND_WORDS, RUN_KIND_WORDS, MEDIUM_KIND_WORDS, CASE_KIND_WORDS),
    "point": {point.value: question for point, (question, _) in QUESTIONS.items()},
    "answer": _of(ANSWER_WORDS),
    "state": _of(STATE_WORDS, VOUCHER_STATE_WORDS, BLANK_STATE_WORDS, CONDITION_WORDS),
    "form": _of(FORM_WORDS, BLANK_WORDS),
    "paper": _of(DRAFT_WORDS, PRINTED_WORDS, HELD_PAPER_WORDS, PAPER_WORDS),
    "result": _of(RESULT_WORDS, OUTCOME_WORDS),
    "part": _of(PART_WORDS),
    "method": {"password": "パスワード", "test": "試験"},
    "outcome": _of(WHAT_WORDS),
    "happened": _of(HAPPENED_WORDS),
    "decision": _of(DECISION_WORDS),
    "why": _of(MATCH_REASON_WORDS),
    "stops": _of(STOP_WORDS),
    "tally": {what.value: text for what, (text, _) in CONSEQUENCE_WORDS.items()},
    "list": _of(LIST_WORDS),
    "how": _of(WAY_WORDS, DOING_WORDS, HOW_WORDS, DESTROYING_WORDS),
    "found": _of(FOUND_WORDS),
    "as": _of(SIGNS_AS_WORDS),
    "step": _of(APPEAL_STEP_WORDS, STEP_WORDS),
    "signed": _of(SIGNS_AS_WORDS),
    "ledger": _of(LEDGER_WORDS) | LEDGER_PAPER_WORDS | REGISTER_WORDS,
    "format": FILE_WORDS | {"screen": "画面"},
    "travel": _of(TRAVEL_WORDS),
    "copy": _of(COPY_WORDS),
    "scene": _of(SCENE_WORDS),
    "papers": _of(PROOF_WORDS),
    "view": _of(VIEW_WORDS) | REGISTER_WORDS | {"signatures": "決裁待ち"},
}
