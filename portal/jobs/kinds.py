"""The kinds of long work: their words on the screens, and the page where the work is asked for and its result is seen."""

from enum import StrEnum

from portal.jobs.models import JobState


class JobKind(StrEnum):
    """Named `feature:thing:verb`; portal.work says which function does each."""

    REGISTER_CHECK = "residents:register:check"
    REGISTER_APPLY = "residents:register:apply"
    REGISTER_TAKE_BACK = "residents:register:take-back"
    DOSES_CHECK = "doses:file:check"
    DOSES_APPLY = "doses:file:apply"
    DOSES_TAKE_BACK = "doses:file:take-back"
    DUPLICATES_FIND = "duplicates:pair:find"
    ARCHIVE_MAKE = "media:archive:make"


JOB_WORDS: dict[str, str] = {
    JobKind.REGISTER_CHECK: "住民登録ファイルの確認",
    JobKind.REGISTER_APPLY: "住民登録ファイルの反映・片付け",
    JobKind.REGISTER_TAKE_BACK: "住民登録ファイルの取込の取消し",
    JobKind.DOSES_CHECK: "接種記録ファイルの確認",
    JobKind.DOSES_APPLY: "接種記録ファイルの反映・片付け",
    JobKind.DOSES_TAKE_BACK: "接種記録ファイルの取込の取消し",
    JobKind.DUPLICATES_FIND: "重複のおそれの洗い出し",
    JobKind.ARCHIVE_MAKE: "暗号化したファイルの作成",
}
RESULT_PAGES: dict[str, str] = {
    JobKind.REGISTER_CHECK: "residents.show_imports",
    JobKind.REGISTER_APPLY: "residents.show_imports",
    JobKind.REGISTER_TAKE_BACK: "residents.show_imports",
    JobKind.DOSES_CHECK: "doses.show_imports",
    JobKind.DOSES_APPLY: "doses.show_imports",
    JobKind.DOSES_TAKE_BACK: "doses.show_imports",
    JobKind.DUPLICATES_FIND: "duplicates.list_pairs",
    JobKind.ARCHIVE_MAKE: "media.list_own",
}
STATE_WORDS: dict[JobState, tuple[str, str]] = {
    JobState.WAITING: ("順番待ち", "wait"),
    JobState.RUNNING: ("処理中", "now"),
    JobState.DONE: ("終わり", "done"),
    JobState.FAILED: ("止まりました", "late"),
}
