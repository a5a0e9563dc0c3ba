"""Who may do what: one table on one screen (S1-4, R3-2). Routes name the permission, never the role."""

from enum import StrEnum


class Permission(StrEnum):
    """Named `feature:thing:verb`; the same word is the audit event, the action and the route."""

    SIGNED_IN = "accounts:session:hold"
    VISIT_HOLD = "accounts:visit:hold"
    STAFF_MANAGE = "accounts:staff:manage"
    SESSION_END = "accounts:session:end"
    DEPUTY_APPOINT = "accounts:deputy:appoint"
    JOB_SHOW = "jobs:job:show"
    RESIDENT_SEARCH = "residents:resident:search"
    RESIDENT_OPEN = "residents:resident:open"
    PROTECTED_OPEN = "residents:protected:open"
    CONTACT_CHANGE = "residents:contact:change"
    NOTE_WRITE = "residents:note:write"
    RESIDENT_REGISTER = "residents:resident:register"
    ARRIVAL_HANDLE = "arrivals:arrival:handle"
    REGISTER_REVIEW = "residents:register:review"
    REGISTER_IMPORT = "residents:register:import"
    REGISTER_RELEASE = "residents:register:release"
    DOSES_REVIEW = "doses:file:review"
    DOSES_IMPORT = "doses:file:import"
    WAITING_HANDLE = "doses:waiting:handle"
    MAKER_CHANGE = "doses:maker:change"
    IMPORT_TAKE_BACK = "intake:import:take-back"
    PROGRAMME_SHOW = "programmes:programme:show"
    PROGRAMME_CHANGE = "programmes:programme:change"
    VOUCHER_ISSUE = "vouchers:voucher:issue"
    VOUCHER_REISSUE = "vouchers:voucher:reissue"
    VOUCHER_PRINT = "vouchers:voucher:print"
    VOUCHER_POST = "vouchers:voucher:post"
    VOUCHER_HAND_OVER = "vouchers:voucher:hand-over"
    VOUCHER_VOID = "vouchers:voucher:void"
    VOUCHER_TAKE_BACK = "vouchers:voucher:take-back"
    STATE_LIST = "vouchers:state:list"
    RETURN_HANDLE = "vouchers:return:handle"
    CODE_CHANGE = "vouchers:code:change"
    CERTIFICATE_REISSUE = "vouchers:certificate:reissue"
    COPY_GIVE = "vouchers:copy:give"
    FEE_CHANGE = "vouchers:fee:change"
    FORM_PRINT = "applications:form:print"
    BLANK_HANDLE = "applications:blank:handle"
    BLANK_CLOSE = "applications:batch:close"
    DUPLICATE_MERGE = "duplicates:pair:merge"
    STOP_LIST = "vouchers:stop:list"
    LINE_SHOW = "media:line:show"
    LINE_ASK = "media:line:ask"
    LINE_APPROVE = "media:line:approve"
    LINE_HAND = "media:line:hand"
    LINE_TAKE_OVER = "media:line:take-over"
    MEDIUM_CHANGE = "media:medium:change"
    CHOICE_CHANGE = "media:choice:change"
    LEDGER_EXPORT = "media:ledger:export"
    LEDGER_AUDIT = "media:ledger:audit"
    RUN_ANSWER = "audits:run:answer"
    FINDING_MEND = "audits:finding:mend"
    SLIP_OPEN = "inquiries:slip:open"
    SLIP_WRITE = "inquiries:slip:write"
    SLIP_REVIEW = "inquiries:slip:review"
    CASE_OPEN = "disclosures:case:open"
    CASE_RECEIVE = "disclosures:case:receive"
    CASE_HANDLE = "disclosures:case:handle"
    TASK_ANSWER = "disclosures:task:answer"
    DRAFT_DECIDE = "disclosures:draft:decide"
    CASE_EXPORT = "disclosures:case:export"
    CLOSED_DAY_CHANGE = "disclosures:holiday:change"
    RECORD_SEARCH = "audit:record:search"
    RECORD_EXPORT = "audit:record:export"
    TYPED_OPEN = "audit:typed:open"


class Role(StrEnum):
    """Presets of permissions; a person may hold several (design: roles)."""

    FRONT_DESK = "front_desk"
    RECORDS_CLERK = "records_clerk"
    SECTION_CHIEF = "section_chief"
    MEDIA_CUSTODIAN = "media_custodian"
    INQUIRY_HANDLER = "inquiry_handler"
    DISCLOSURE_OFFICER = "disclosure_officer"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"
    VENUE = "venue"
    CONTRACTOR = "contractor"


ROLE_WORDS: dict[Role, str] = {
    Role.FRONT_DESK: "窓口担当",
    Role.RECORDS_CLERK: "台帳担当",
    Role.SECTION_CHIEF: "所属長",
    Role.MEDIA_CUSTODIAN: "媒体管理者",
    Role.INQUIRY_HANDLER: "問合せ担当",
    Role.DISCLOSURE_OFFICER: "開示担当",
    Role.AUDITOR: "監査担当",
    Role.SYSTEM_ADMIN: "システム管理者",
    Role.VENUE: "接種会場",
    Role.CONTRACTOR: "委託先",
}

PERMISSION_WORDS: dict[Permission, str] = {
    Permission.SIGNED_IN: "サインイン",
    Permission.VISIT_HOLD: "対応の開始と終了",
    Permission.STAFF_MANAGE: "職員の登録と変更",
    Permission.SESSION_END: "サインイン中の職員の確認と強制サインアウト",
    Permission.DEPUTY_APPOINT: "代決者の指定",
    Permission.JOB_SHOW: "処理状況の確認",
    Permission.RESIDENT_SEARCH: "住民を探す",
    Permission.RESIDENT_OPEN: "住民の記録を開く",
    Permission.PROTECTED_OPEN: "支援措置の方の住所を開く",
    Permission.CONTACT_CHANGE: "送付先・連絡先を改める",
    Permission.NOTE_WRITE: "申し送りを書く",
    Permission.RESIDENT_REGISTER: "住登外の方の登録",
    Permission.ARRIVAL_HANDLE: "異動反映待ちの受付と照合",
    Permission.REGISTER_REVIEW: "住民登録ファイルの取込の確認",
    Permission.REGISTER_RELEASE: "止まった住民登録ファイルの確認",
    Permission.REGISTER_IMPORT: "住民登録ファイルの取込",
    Permission.DOSES_REVIEW: "接種記録ファイルの取込の確認",
    Permission.DOSES_IMPORT: "接種記録ファイルの取込",
    Permission.WAITING_HANDLE: "登録待ちの接種記録の整理",
    Permission.MAKER_CHANGE: "メーカー名の読み替え",
    Permission.IMPORT_TAKE_BACK: "取込の取消し",
    Permission.PROGRAMME_SHOW: "接種事業の確認",
    Permission.PROGRAMME_CHANGE: "接種事業の登録と変更",
    Permission.VOUCHER_ISSUE: "接種券の発行",
    Permission.VOUCHER_REISSUE: "接種券の再発行",
    Permission.VOUCHER_PRINT: "接種券の印刷",
    Permission.VOUCHER_POST: "接種券の郵送の記録",
    Permission.VOUCHER_HAND_OVER: "接種券を渡した記録",
    Permission.VOUCHER_VOID: "接種券を無効にする",
    Permission.VOUCHER_TAKE_BACK: "発行した日のうちの取消し",
    Permission.STATE_LIST: "接種券の一覧",
    Permission.RETURN_HANDLE: "返戻の読み取り",
    Permission.CODE_CHANGE: "券種・回数のコード",
    Permission.CERTIFICATE_REISSUE: "接種済証の再交付",
    Permission.COPY_GIVE: "接種記録の写しの交付",
    Permission.FEE_CHANGE: "手数料の変更",
    Permission.FORM_PRINT: "申請書の印刷",
    Permission.BLANK_HANDLE: "停止時の申請書の用意と突き合わせ",
    Permission.BLANK_CLOSE: "停止時の申請書の束の締め",
    Permission.DUPLICATE_MERGE: "重複した記録の統合と解除",
    Permission.STOP_LIST: "接種券を止める方の一覧",
    Permission.LINE_SHOW: "媒体の管理簿の閲覧",
    Permission.LINE_ASK: "媒体の使用・持出・受入の申請と、消去の記録",
    Permission.LINE_APPROVE: "媒体の使用・持出・受入の承認",
    Permission.LINE_HAND: "媒体の貸出と返却の受取り",
    Permission.LINE_TAKE_OVER: "媒体の管理簿の担当の引継ぎ",
    Permission.MEDIUM_CHANGE: "媒体台帳の登録と変更",
    Permission.CHOICE_CHANGE: "持出先・作業者・端末・システムの一覧の変更",
    Permission.LEDGER_EXPORT: "媒体の管理簿の印刷と書き出し",
    Permission.LEDGER_AUDIT: "すべての課の管理簿の閲覧",
    Permission.RUN_ANSWER: "監査の実施と指摘",
    Permission.FINDING_MEND: "監査の指摘への是正",
    Permission.SLIP_OPEN: "受付票の閲覧",
    Permission.SLIP_WRITE: "受付票の起票と対応",
    Permission.SLIP_REVIEW: "受付票の供覧",
    Permission.CASE_OPEN: "開示等請求の閲覧",
    Permission.CASE_RECEIVE: "開示等請求の受付",
    Permission.CASE_HANDLE: "開示等請求の処理",
    Permission.TASK_ANSWER: "開示等請求の照会への回答",
    Permission.DRAFT_DECIDE: "開示等の決定の合議と決裁",
    Permission.CASE_EXPORT: "開示等請求処理簿の印刷と書き出し",
    Permission.CLOSED_DAY_CHANGE: "市の閉庁日の変更",
    Permission.RECORD_SEARCH: "操作記録の閲覧",
    Permission.RECORD_EXPORT: "操作記録の書き出し",
    Permission.TYPED_OPEN: "検索で入力された語の開示",
}

_LOOK_UP = frozenset({Permission.VISIT_HOLD, Permission.RESIDENT_SEARCH, Permission.RESIDENT_OPEN, Permission.PROGRAMME_SHOW})
_NOT_IN_THE_REGISTER = frozenset({Permission.ARRIVAL_HANDLE, Permission.RESIDENT_REGISTER})
_AFTER_THE_ISSUE = frozenset({Permission.VOUCHER_POST, Permission.VOUCHER_HAND_OVER, Permission.VOUCHER_TAKE_BACK})
_STATES = frozenset({Permission.STATE_LIST, Permission.RETURN_HANDLE, Permission.VOUCHER_VOID})
_COUNTER = (
    _LOOK_UP
    | _AFTER_THE_ISSUE
    | _STATES
    | {
        Permission.CONTACT_CHANGE,
        Permission.NOTE_WRITE,
        Permission.VOUCHER_ISSUE,
        Permission.VOUCHER_REISSUE,
        Permission.VOUCHER_PRINT,
        Permission.CERTIFICATE_REISSUE,
        Permission.COPY_GIVE,
        Permission.FORM_PRINT,
        Permission.BLANK_HANDLE,
        Permission.STOP_LIST,
    }
)
_ASKS = frozenset({Permission.LINE_SHOW, Permission.LINE_ASK})
_SIGNS = frozenset({Permission.LINE_SHOW, Permission.LINE_APPROVE, Permission.LINE_TAKE_OVER, Permission.LEDGER_EXPORT})
_SLIPS = frozenset({Permission.SLIP_OPEN, Permission.SLIP_WRITE})
_RECEIVES = frozenset({Permission.CASE_OPEN, Permission.CASE_RECEIVE, Permission.TASK_ANSWER})
_AT_THE_COUNTER = _COUNTER | _NOT_IN_THE_REGISTER | _SLIPS | _RECEIVES

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.FRONT_DESK: _AT_THE_COUNTER | _ASKS,
    Role.RECORDS_CLERK: _LOOK_UP
    | _ASKS
    | _SLIPS
    | _RECEIVES
    | _NOT_IN_THE_REGISTER
    | {Permission.CONTACT_CHANGE, Permission.NOTE_WRITE}
    | {Permission.REGISTER_REVIEW, Permission.REGISTER_IMPORT, Permission.DOSES_REVIEW, Permission.DOSES_IMPORT}
    | {Permission.JOB_SHOW, Permission.STOP_LIST}
    | {Permission.WAITING_HANDLE, Permission.MAKER_CHANGE, Permission.IMPORT_TAKE_BACK, Permission.DUPLICATE_MERGE}
    | _STATES
    | {Permission.CODE_CHANGE, Permission.PROGRAMME_CHANGE},
    Role.SECTION_CHIEF: _AT_THE_COUNTER
    | {Permission.PROTECTED_OPEN, Permission.JOB_SHOW, Permission.REGISTER_REVIEW, Permission.REGISTER_RELEASE}
    | {Permission.DOSES_REVIEW, Permission.IMPORT_TAKE_BACK, Permission.DUPLICATE_MERGE}
    | {Permission.FEE_CHANGE, Permission.BLANK_CLOSE, Permission.DEPUTY_APPOINT}
    | _ASKS
    | _SIGNS
    | {Permission.SLIP_REVIEW, Permission.DRAFT_DECIDE, Permission.CASE_EXPORT}
    | {Permission.CHOICE_CHANGE, Permission.FINDING_MEND},
    Role.MEDIA_CUSTODIAN: _ASKS | {Permission.LINE_HAND, Permission.MEDIUM_CHANGE, Permission.CHOICE_CHANGE, Permission.LEDGER_EXPORT},
    Role.INQUIRY_HANDLER: _LOOK_UP | _ASKS | _SLIPS | _RECEIVES | {Permission.NOTE_WRITE},
    Role.DISCLOSURE_OFFICER: _LOOK_UP
    | _ASKS
    | _SLIPS
    | _RECEIVES
    | {Permission.CASE_HANDLE, Permission.CASE_EXPORT, Permission.CLOSED_DAY_CHANGE},
    Role.AUDITOR: frozenset({Permission.RECORD_SEARCH, Permission.RECORD_EXPORT, Permission.TYPED_OPEN})
    | {Permission.LINE_SHOW, Permission.LEDGER_AUDIT, Permission.LEDGER_EXPORT, Permission.RUN_ANSWER},
    Role.SYSTEM_ADMIN: frozenset({Permission.STAFF_MANAGE, Permission.SESSION_END, Permission.JOB_SHOW}),
    Role.VENUE: frozenset(),
    Role.CONTRACTOR: frozenset(),
}


# What signing for a chief needs, held by a 代決者 beside the own roles while the period runs, and not a day longer.
DEPUTY_MAY: frozenset[Permission] = _ASKS | {
    Permission.LINE_APPROVE,
    Permission.SLIP_OPEN,
    Permission.SLIP_REVIEW,
    Permission.CASE_OPEN,
    Permission.DRAFT_DECIDE,
}


def permissions_of(roles: frozenset[Role], granted: frozenset[Permission], *, is_deputy: bool = False) -> frozenset[Permission]:
    """What the roles bring and what was granted to the person alone; everybody signed in may hold a session."""
    for_the_chief = DEPUTY_MAY if is_deputy else frozenset[Permission]()
    return frozenset({Permission.SIGNED_IN}).union(granted, for_the_chief, *(GRANTS[role] for role in roles))
