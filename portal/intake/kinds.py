"""What differs between the kinds of files, as data: words, the work each asks for, the events each records."""

from dataclasses import dataclass

from portal.audit.events import Event
from portal.intake.rules import ImportKind, ImportState
from portal.jobs.kinds import JobKind
from portal.permissions import Permission


@dataclass(frozen=True)
class KindOfFile:
    """`place`: the blueprint that has the screens; `row_word`: what a count of rows is called; `permission`: who brings and applies."""

    title: str
    permission: Permission
    place: str
    row_word: str
    check: JobKind
    apply: JobKind
    undo: JobKind
    upload: Event
    show: Event
    decide: Event
    chunk: Event
    discard: Event
    export: Event
    original: Event
    take_back: Event
    take_back_chunk: Event


KINDS: dict[ImportKind, KindOfFile] = {
    ImportKind.REGISTER: KindOfFile(
        title="住民登録ファイル",
        permission=Permission.REGISTER_IMPORT,
        place="residents",
        row_word="人数",
        check=JobKind.REGISTER_CHECK,
        apply=JobKind.REGISTER_APPLY,
        undo=JobKind.REGISTER_TAKE_BACK,
        upload=Event.REGISTER_UPLOAD,
        show=Event.REGISTER_SHOW,
        decide=Event.REGISTER_APPLY,
        chunk=Event.REGISTER_CHUNK,
        discard=Event.REGISTER_DISCARD,
        export=Event.REGISTER_EXPORT,
        original=Event.REGISTER_ORIGINAL,
        take_back=Event.REGISTER_TAKE_BACK,
        take_back_chunk=Event.REGISTER_TAKE_BACK_CHUNK,
    ),
    ImportKind.DOSES: KindOfFile(
        title="接種記録ファイル",
        permission=Permission.DOSES_IMPORT,
        place="doses",
        row_word="件数",
        check=JobKind.DOSES_CHECK,
        apply=JobKind.DOSES_APPLY,
        undo=JobKind.DOSES_TAKE_BACK,
        upload=Event.DOSES_UPLOAD,
        show=Event.DOSES_SHOW,
        decide=Event.DOSES_APPLY,
        chunk=Event.DOSES_CHUNK,
        discard=Event.DOSES_DISCARD,
        export=Event.DOSES_EXPORT,
        original=Event.DOSES_ORIGINAL,
        take_back=Event.DOSES_TAKE_BACK,
        take_back_chunk=Event.DOSES_TAKE_BACK_CHUNK,
    ),
}

STATE_WORDS: dict[ImportState, tuple[str, str]] = {
    ImportState.UPLOADED: ("確認待ち", "wait"),
    ImportState.STAGING: ("確認中", "now"),
    ImportState.UNREADABLE: ("読めないファイル", "late"),
    ImportState.CHECKED: ("反映待ち", "wait"),
    ImportState.APPLYING: ("取込中", "now"),
    ImportState.APPLIED: ("反映済み", "ok"),
    ImportState.DISCARDED: ("取り込まない", "void"),
    ImportState.TAKING_BACK: ("取消し中", "now"),
    ImportState.TAKEN_BACK: ("取り消し済み", "void"),
}
FAULTY, FAULTY_GRAVE = "faulty", "faulty:grave"
UNCHANGED = "unchanged"
