"""The forms of the chief's desk: a decision about the lines that were picked, more time, 後閲."""

import re
from collections.abc import Sequence

from wtforms import PasswordField, RadioField, TextAreaField

from portal.errors import BadInput
from portal.media.approval_rules import why_not_time_words, why_not_words
from portal.media.rules import Decision
from portal.web.fields import Form, at_most, needed, offered, plain_text

MOST = 50
TOO_MANY = f"一度に{MOST}件までです。何も保存していません。選ぶ件数を減らしてください。"
STALE = "この画面は古くなっています。何も保存していません。画面を開き直して、もう一度選んでください。"
DECISIONS = ((Decision.APPROVE, "承認する"), (Decision.SEND_BACK, "差し戻す"), (Decision.REFUSE, "承認しない"))
GRANTS = (("grant", "認める"), ("refuse", "認めない"))
_PICK = re.compile(r"([0-9a-f]{32})\.([0-9]{1,6})")


class DecisionForm(Form):
    """One decision, its words and the proof, for every line that was picked."""

    decision = RadioField("決裁", [needed("決裁を選んでください。")], choices=offered(DECISIONS), default=Decision.APPROVE.value)
    words = TextAreaField("条件・理由", [at_most(500), plain_text], render_kw={"rows": 2, "maxlength": 500})
    password = PasswordField("もう一度パスワード", [at_most(200)])


class TimeForm(Form):
    """More time, granted or not."""

    grant = RadioField("延長", [needed("認めるかどうかを選んでください。")], choices=offered(GRANTS), default="grant")
    time_words = TextAreaField("条件・理由", [at_most(300), plain_text], render_kw={"rows": 2, "maxlength": 300})
    password = PasswordField("もう一度パスワード", [at_most(200)], id="time-password")


class ClosingForm(Form):
    """所属長確認 of the lines that were picked: nothing but the proof."""

    password = PasswordField("もう一度パスワード", [at_most(200)], id="closing-password")


def picked_rounds(sent: Sequence[str]) -> dict[str, int]:
    """The lines that were ticked, each with the round that was on the screen. BadInput when it was no page of ours."""
    found = [_PICK.fullmatch(each) for each in sent]
    if not all(found):
        raise BadInput(STALE)
    rounds = {pick[1]: int(pick[2]) for pick in found if pick is not None}
    if len(rounds) > MOST:
        raise BadInput(TOO_MANY)
    return rounds


def picked_ids(sent: Sequence[str]) -> list[str]:
    """The rows that were ticked, each once."""
    ids = sorted(set(sent))
    if len(ids) > MOST:
        raise BadInput(TOO_MANY)
    return ids


def decision_of(form: DecisionForm) -> tuple[Decision, str]:
    return Decision(form.decision.data), (form.words.data or "").strip()


def is_whole(form: DecisionForm) -> bool:
    """Well formed, and with a reason where one is needed; what is wrong stands at its field."""
    if not form.validate_on_submit():
        return False
    reason = why_not_words(*decision_of(form))
    form.words.errors = [reason] if reason else []
    return reason is None


def is_whole_time(form: TimeForm) -> bool:
    if not form.validate_on_submit():
        return False
    reason = why_not_time_words(form.time_words.data or "", grants=form.grant.data == "grant")
    form.time_words.errors = [reason] if reason else []
    return reason is None
