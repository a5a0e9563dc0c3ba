"""When a file may be applied, left, or gone on with. Pure; the reasons are the words the screen shows."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum


class ImportKind(StrEnum):
    REGISTER = "register"
    DOSES = "doses"


class ImportState(StrEnum):
    UPLOADED = "uploaded"
    STAGING = "staging"
    UNREADABLE = "unreadable"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    DISCARDED = "discarded"
    TAKING_BACK = "taking_back"
    TAKEN_BACK = "taken_back"


class Outcome(StrEnum):
    """What applying a row will do. MATCH: a person decides first whose row it is; WAITING: it goes to the waiting list."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    MATCH = "match"
    WAITING = "waiting"
    FAULTY = "faulty"


class Scope(StrEnum):
    """Whether a file has everybody, so that who is missing from it has vanished, or only what changed."""

    WHOLE = "whole"
    CHANGES = "changes"


SCOPE_WORDS: dict[Scope, str] = {Scope.CHANGES: "異動のあった方だけ", Scope.WHOLE: "住民全員"}
# Whoever decides about one import holds these still, so that no two decisions pass each other by (intake/queries.locked).
STANDING = (ImportState.CHECKED, ImportState.APPLYING, ImportState.APPLIED, ImportState.TAKING_BACK)
AT_WORK = (ImportState.UPLOADED, ImportState.STAGING, ImportState.APPLYING, ImportState.TAKING_BACK)


def why_not_apply(
    state: ImportState,
    uploaded_at: datetime,
    *,
    sound_rows: int,
    others: Iterable[tuple[ImportState, datetime | None]],
    stopped: bool = False,
) -> str | None:
    """`stopped`: a chief has not yet released it. `others`: the other imports that count, each with its state and when it came to that.

    What was compared with the register must still be true of it.
    """
    if state is ImportState.APPLIED:
        return "このファイルはもう反映されています。"
    if state is not ImportState.CHECKED:
        return "このファイルは、いまは反映できません。画面を開き直して、いまの状態を確かめてください。"
    for other, finished_at in others:
        if other is ImportState.APPLYING:
            return "別のファイルを取込中です。終わってから、このファイルをもう一度読み込んでください。"
        if other is ImportState.TAKING_BACK:
            return "別のファイルの取込を取り消しています。終わってから、このファイルをもう一度読み込んでください。"
        if other is ImportState.TAKEN_BACK and finished_at is not None and finished_at > uploaded_at:
            return "このファイルを読み込んだあとに、別のファイルの取込が取り消されています。比べ直すため、もう一度読み込んでください。"
        if other is ImportState.APPLIED and finished_at is not None and finished_at > uploaded_at:
            return "このファイルを読み込んだあとに、別のファイルが反映されています。比べ直すため、もう一度読み込んでください。"
    if sound_rows == 0:
        return "誤りのない行がありません。反映するものがありません。"
    if stopped:
        return "所属長の確認がまだです。所属長が確かめると、反映できます。"
    return None


def why_not_discard(state: ImportState, *, job_failed: bool) -> str | None:
    if state is ImportState.CHECKED or (state in (ImportState.UPLOADED, ImportState.STAGING) and job_failed):
        return None
    if state is ImportState.APPLYING:
        return "取込を始めています。途中でやめることはできません。"
    return "このファイルは、いまは取りやめられません。画面を開き直して、いまの状態を確かめてください。"


def why_not_resume(state: ImportState, *, job_failed: bool) -> str | None:
    if state in AT_WORK and job_failed:
        return None
    return "続きから行うものがありません。画面を開き直して、いまの状態を確かめてください。"


def why_not_touch(states: Iterable[ImportState]) -> str | None:
    """`states`: of the imports that a person's record came from. What is about to be undone gets nothing new to depend on it."""
    if ImportState.TAKING_BACK in states:
        return "この方の記録の元になったファイルの取込を、取り消しているところです。終わってから、もう一度お試しください。"
    return None
