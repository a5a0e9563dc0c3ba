"""What is recorded: each event and its words for the auditor (R3-3, R6-4); the facts it must carry stand in facts.py."""

from enum import StrEnum


class Event(StrEnum):
    """Named `feature:thing:verb`, the same word as the permission and the action."""

    SESSION_START = "accounts:session:start"
    SESSION_REFUSE = "accounts:session:refuse"
    SESSION_END = "accounts:session:end"
    SESSION_LEAVE = "accounts:session:leave"
    SESSION_RETURN = "accounts:session:return"
    PASSWORD_CHANGE = "accounts:password:change"
    STAFF_ADD = "accounts:staff:add"
    STAFF_CHANGE = "accounts:staff:change"
    STAFF_STOP = "accounts:staff:stop"
    STAFF_RESUME = "accounts:staff:resume"
    STAFF_LIST = "accounts:staff:list"
    GRANT_CHANGE = "accounts:grant:change"
    SECTION_ADD = "accounts:section:add"
    SECTION_CHANGE = "accounts:section:change"
    DEPUTY_APPOINT = "accounts:deputy:appoint"
    DEPUTY_END = "accounts:deputy:end"
    PROOF_GIVE = "accounts:proof:give"
    PROOF_REFUSE = "accounts:proof:refuse"
    VISIT_START = "accounts:visit:start"
    VISIT_CHANGE = "accounts:visit:change"
    VISIT_END = "accounts:visit:end"
    RUN_START = "audits:run:start"
    RUN_GATHER = "audits:run:gather"
    RUN_SIGN = "audits:run:sign"
    RUN_PRINT = "audits:run:print"
    POINT_ANSWER = "audits:point:answer"
    FINDING_ADD = "audits:finding:add"
    FINDING_MEND = "audits:finding:mend"
    FINDING_CONFIRM = "audits:finding:confirm"
    REQUEST_REFUSE = "accounts:request:refuse"
    RECORD_MISS = "accounts:record:miss"
    RESIDENT_SEARCH = "residents:resident:search"
    RESIDENT_OPEN = "residents:resident:open"
    RESIDENT_COMPARE = "residents:resident:compare"
    RESIDENT_REGISTER = "residents:resident:register"
    PROTECTED_OPEN = "residents:protected:open"
    HOUSEHOLD_SHOW = "residents:household:show"
    CONFIRMATION_SHOW = "residents:confirmation:show"
    CHANGES_SHOW = "residents:changes:show"
    PAST_SHOW = "residents:past:show"
    CONTACT_REVIEW = "residents:contact:review"
    CONTACT_CHANGE = "residents:contact:change"
    NOTE_REVIEW = "residents:note:review"
    NOTE_WRITE = "residents:note:write"
    NOTE_END = "residents:note:end"
    REGISTER_UPLOAD = "residents:register:upload"
    REGISTER_SHOW = "residents:register:show"
    REGISTER_APPLY = "residents:register:apply"
    REGISTER_CHUNK = "residents:register:apply-chunk"
    REGISTER_DISCARD = "residents:register:discard"
    REGISTER_RELEASE = "residents:register:release"
    REGISTER_SAMPLES = "residents:register:show-samples"
    REGISTER_VANISHED = "residents:register:show-vanished"
    MATCH_LIST = "residents:match:list"
    MATCH_DECIDE = "residents:match:decide"
    REGISTER_EXPORT = "residents:register:export-faults"
    REGISTER_TAKE_BACK = "residents:register:take-back"
    REGISTER_TAKE_BACK_CHUNK = "residents:register:take-back-chunk"
    DOSES_UPLOAD = "doses:file:upload"
    DOSES_SHOW = "doses:file:show"
    DOSES_APPLY = "doses:file:apply"
    DOSES_CHUNK = "doses:file:apply-chunk"
    DOSES_DISCARD = "doses:file:discard"
    DOSES_EXPORT = "doses:file:export-faults"
    REGISTER_ORIGINAL = "residents:register:export-file"
    DOSES_ORIGINAL = "doses:file:export-file"
    UPLOAD_EXPIRE = "intake:uploads:expire"
    WAITING_LIST = "doses:waiting:list"
    WAITING_OPEN = "doses:waiting:open"
    WAITING_SEARCH = "doses:waiting:search"
    WAITING_RECORD = "doses:waiting:record"
    WAITING_DISMISS = "doses:waiting:dismiss"
    CONFLICT_TAKE = "doses:conflict:take"
    MAKER_ADD = "doses:maker:add"
    MAKER_END = "doses:maker:end"
    DOSES_TAKE_BACK = "doses:file:take-back"
    DOSES_TAKE_BACK_CHUNK = "doses:file:take-back-chunk"
    TAKE_BACK_REVIEW = "intake:import:review-take-back"
    PROGRAMME_ADD = "programmes:programme:add"
    PROGRAMME_END = "programmes:programme:change-end"
    PROGRAMME_RULE = "programmes:rule:change"
    PROGRAMME_WITHDRAW = "programmes:rule:withdraw"
    VOUCHER_REVIEW = "vouchers:voucher:review"
    VOUCHER_ISSUE = "vouchers:voucher:issue"
    VOUCHER_REISSUE = "vouchers:voucher:reissue"
    VOUCHER_PRINT = "vouchers:voucher:print"
    VOUCHER_LIST = "vouchers:voucher:list"
    VOUCHER_POST = "vouchers:voucher:post"
    VOUCHER_HAND_OVER = "vouchers:voucher:hand-over"
    VOUCHER_VOID = "vouchers:voucher:void"
    VOUCHER_TAKE_BACK = "vouchers:voucher:take-back"
    STATE_LIST = "vouchers:state:list"
    RETURN_LIST = "vouchers:return:list"
    RETURN_SCAN = "vouchers:return:scan"
    RETURN_CANCEL = "vouchers:return:cancel"
    RETURN_SETTLE = "vouchers:return:settle"
    CODE_ADD = "vouchers:code:add"
    CODE_END = "vouchers:code:end"
    STOP_LIST = "vouchers:stop:list"
    CERTIFICATE_REVIEW = "vouchers:certificate:review"
    CERTIFICATE_REISSUE = "vouchers:certificate:reissue"
    CERTIFICATE_PRINT = "vouchers:certificate:print"
    COPY_REVIEW = "vouchers:copy:review"
    COPY_GIVE = "vouchers:copy:give"
    COPY_REFUSE = "vouchers:copy:refuse"
    COPY_PRINT = "vouchers:copy:print"
    FEE_ADD = "vouchers:fee:add"
    FEE_END = "vouchers:fee:end"
    FORM_REVIEW = "applications:form:review"
    FORM_PRINT = "applications:form:print"
    BATCH_MAKE = "applications:batch:make"
    BATCH_PRINT = "applications:batch:print"
    BATCH_HAND = "applications:batch:hand"
    BATCH_CLOSE = "applications:batch:close"
    BLANK_LIST = "applications:blank:list"
    BLANK_OPEN = "applications:blank:open"
    BLANK_USE = "applications:blank:use"
    BLANK_SPOIL = "applications:blank:spoil"
    BLANK_COLLECT = "applications:blank:collect"
    BLANK_REOPEN = "applications:blank:reopen"
    LINE_HAND = "media:line:hand"
    LINE_CHECK_VIRUS = "media:line:check-virus"
    LINE_START = "media:line:start"
    LINE_END_USE = "media:line:end-use"
    LINE_RETURN = "media:line:return"
    LINE_EXTEND = "media:line:extend"
    LINE_TAKE_OVER = "media:line:take-over"
    LINE_CLOSE = "media:line:close"
    MEDIA_COPY_NOTE = "media:copy:note"
    MEDIA_COPY_WRITE = "media:copy:write"
    MEDIA_COPY_END = "media:copy:end"
    MEDIA_COPY_CONFIRM = "media:copy:confirm"
    MEDIA_COPY_REJECT = "media:copy:reject"
    ARRIVAL_TAKE = "arrivals:arrival:take"
    ARRIVAL_COMPARE = "arrivals:arrival:compare"
    ARRIVAL_LIST = "arrivals:arrival:list"
    ARRIVAL_OPEN = "arrivals:arrival:open"
    ARRIVAL_LINK = "arrivals:arrival:link"
    ARRIVAL_REJECT = "arrivals:arrival:reject"
    ARRIVAL_WITHDRAW = "arrivals:arrival:withdraw"
    ARRIVAL_CANCEL = "arrivals:arrival:cancel"
    DUPLICATE_FIND = "duplicates:pair:find"
    DUPLICATE_LIST = "duplicates:pair:list"
    DUPLICATE_OPEN = "duplicates:pair:open"
    DUPLICATE_REJECT = "duplicates:pair:reject"
    DUPLICATE_WITHDRAW = "duplicates:ruling:withdraw"
    DUPLICATE_MERGE = "duplicates:pair:merge"
    MERGE_LIST = "duplicates:merge:list"
    MERGE_OPEN = "duplicates:merge:open"
    MERGE_UNDO = "duplicates:merge:undo"
    LEDGER_EXPORT = "media:ledger:export"
    LEDGER_CORRECT = "media:ledger:correct"
    DAY_CHECK_SIGN = "media:check:sign"
    RECORD_SEARCH = "audit:record:search"
    RECORD_OPEN = "audit:record:open"
    RECORD_EXPORT = "audit:record:export"
    TYPED_OPEN = "audit:typed:open"
    CHAIN_VERIFY = "audit:chain:verify"
    DEMO_LOAD = "demo:city:load"


EVENT_WORDS: dict[Event, str] = {
    Event.SESSION_START: "サインインした",
    Event.SESSION_REFUSE: "サインインを断った",
    Event.SESSION_END: "サインアウトした",
    Event.SESSION_LEAVE: "離席した",
    Event.SESSION_RETURN: "離席から戻った",
    Event.PASSWORD_CHANGE: "パスワードを変えた",
    Event.STAFF_ADD: "職員を登録した",
    Event.STAFF_CHANGE: "職員の内容を改めた",
    Event.STAFF_STOP: "職員の利用を止めた",
    Event.STAFF_RESUME: "職員の利用を再開した",
    Event.STAFF_LIST: "職員の一覧を開いた",
    Event.GRANT_CHANGE: "権限を改めた",
    Event.SECTION_ADD: "所属を登録した",
    Event.SECTION_CHANGE: "所属を改めた",
    Event.DEPUTY_APPOINT: "代決者に決めた",
    Event.DEPUTY_END: "代決を終えた",
    Event.PROOF_GIVE: "パスワードを入れ直して本人と確かめた",
    Event.PROOF_REFUSE: "入れ直したパスワードを断った",
    Event.VISIT_START: "対応を始めた",
    Event.VISIT_CHANGE: "対応の事由を改めた",
    Event.VISIT_END: "対応を終えた",
    Event.RUN_START: "監査を始めた",
    Event.RUN_GATHER: "監査の事実を取り直した",
    Event.RUN_SIGN: "監査に署名した",
    Event.RUN_PRINT: "監査の点検表を印刷した",
    Event.POINT_ANSWER: "監査の点に答えた",
    Event.FINDING_ADD: "監査の指摘を書いた",
    Event.FINDING_MEND: "監査の指摘の是正を報告した",
    Event.FINDING_CONFIRM: "監査の指摘の是正を確かめた",
    Event.REQUEST_REFUSE: "権限がなく断った",
    Event.RECORD_MISS: "見られない記録を求めた",
    Event.RESIDENT_SEARCH: "住民を探した",
    Event.RESIDENT_OPEN: "住民の記録を開いた",
    Event.RESIDENT_COMPARE: "住登外の登録の前に、似た方と見比べた",
    Event.RESIDENT_REGISTER: "住登外の方を登録した",
    Event.PROTECTED_OPEN: "支援措置の方の住所を開いた",
    Event.HOUSEHOLD_SHOW: "世帯の方の一覧を開いた",
    Event.CONFIRMATION_SHOW: "お客様確認の画面を開いた",
    Event.CHANGES_SHOW: "これまでの変更の続きを開いた",
    Event.PAST_SHOW: "過去の日の記録を開いた",
    Event.CONTACT_REVIEW: "送付先・連絡先の画面を開いた",
    Event.CONTACT_CHANGE: "送付先・連絡先を改めた",
    Event.NOTE_REVIEW: "申し送りの画面を開いた",
    Event.NOTE_WRITE: "申し送りを書いた",
    Event.NOTE_END: "申し送りを終えた",
    Event.REGISTER_UPLOAD: "住民登録ファイルを読み込んだ",
    Event.REGISTER_SHOW: "住民登録ファイルの取込結果を開いた",
    Event.REGISTER_APPLY: "住民登録ファイルの反映を指示した",
    Event.REGISTER_CHUNK: "住民登録ファイルを反映した",
    Event.REGISTER_DISCARD: "住民登録ファイルを取り込まないことにした",
    Event.REGISTER_RELEASE: "止まった住民登録ファイルを確かめ、反映できるようにした",
    Event.REGISTER_SAMPLES: "住民登録ファイルの見本の行を開いた",
    Event.REGISTER_VANISHED: "住民登録ファイルにない方の一覧を開いた",
    Event.MATCH_LIST: "似た方の一覧を開いた",
    Event.MATCH_DECIDE: "似た方を同じ方か別の方かに決めた",
    Event.REGISTER_EXPORT: "住民登録ファイルの誤りの写しを受け取った",
    Event.REGISTER_TAKE_BACK: "住民登録ファイルの取込の取消しを指示した",
    Event.REGISTER_TAKE_BACK_CHUNK: "住民登録ファイルの取込を取り消した",
    Event.DOSES_UPLOAD: "接種記録ファイルを読み込んだ",
    Event.DOSES_SHOW: "接種記録ファイルの取込結果を開いた",
    Event.DOSES_APPLY: "接種記録ファイルの反映を指示した",
    Event.DOSES_CHUNK: "接種記録ファイルを反映した",
    Event.DOSES_DISCARD: "接種記録ファイルを取り込まないことにした",
    Event.DOSES_EXPORT: "接種記録ファイルの誤りの写しを受け取った",
    Event.REGISTER_ORIGINAL: "住民登録ファイルの元のファイルを受け取った",
    Event.DOSES_ORIGINAL: "接種記録ファイルの元のファイルを受け取った",
    Event.UPLOAD_EXPIRE: "保存期間を過ぎた取込の元のファイルを消した",
    Event.WAITING_LIST: "登録待ちの接種記録の一覧を開いた",
    Event.WAITING_OPEN: "登録待ちの接種を開いた",
    Event.WAITING_SEARCH: "登録待ちの接種がどなたのものかを探した",
    Event.WAITING_RECORD: "登録待ちの接種をこの方の記録とした",
    Event.WAITING_DISMISS: "登録待ちの接種を記録しないことにした",
    Event.CONFLICT_TAKE: "確認済みの接種記録をファイルの内容に改めた",
    Event.MAKER_ADD: "メーカー名の読み替えを加えた",
    Event.MAKER_END: "メーカー名の読み替えを終えた",
    Event.DOSES_TAKE_BACK: "接種記録ファイルの取込の取消しを指示した",
    Event.DOSES_TAKE_BACK_CHUNK: "接種記録ファイルの取込を取り消した",
    Event.TAKE_BACK_REVIEW: "取込の取消しの画面を開いた",
    Event.PROGRAMME_ADD: "接種事業を登録した",
    Event.PROGRAMME_END: "接種事業の終わりの日を改めた",
    Event.PROGRAMME_RULE: "接種の決まりを改めた",
    Event.PROGRAMME_WITHDRAW: "始まる前の接種の決まりを取り下げた",
    Event.VOUCHER_REVIEW: "発行・再発行の画面を開いた",
    Event.VOUCHER_ISSUE: "接種券を発行した",
    Event.VOUCHER_REISSUE: "接種券を再発行した",
    Event.VOUCHER_PRINT: "接種券を印刷した",
    Event.VOUCHER_LIST: "今日の窓口を開いた",
    Event.VOUCHER_POST: "接種券を郵送したと記録した",
    Event.VOUCHER_HAND_OVER: "接種券を渡したと記録した",
    Event.VOUCHER_VOID: "接種券を無効にした",
    Event.VOUCHER_TAKE_BACK: "接種券の発行を取り消した",
    Event.STATE_LIST: "接種券の一覧を開いた",
    Event.RETURN_LIST: "返戻の画面を開いた",
    Event.RETURN_SCAN: "返戻の封筒を読み取った",
    Event.RETURN_CANCEL: "返戻の記録を取り消した",
    Event.RETURN_SETTLE: "返戻の封筒を確かめ済みにした",
    Event.CODE_ADD: "券種・回数のコードを加えた",
    Event.CODE_END: "券種・回数のコードを終えた",
    Event.STOP_LIST: "接種券を止める方の一覧を開いた",
    Event.CERTIFICATE_REVIEW: "接種済証の再交付の画面を開いた",
    Event.CERTIFICATE_REISSUE: "接種済証を再交付した",
    Event.CERTIFICATE_PRINT: "接種済証を印刷した",
    Event.COPY_REVIEW: "接種記録の写しの画面を開いた",
    Event.COPY_GIVE: "接種記録の写しを交付した",
    Event.COPY_REFUSE: "接種記録の写しの請求を断った",
    Event.COPY_PRINT: "接種記録の写しを印刷した",
    Event.FEE_ADD: "手数料を加えた",
    Event.FEE_END: "手数料の終わりを決めた",
    Event.FORM_REVIEW: "申請書に写す内容の画面を開いた",
    Event.FORM_PRINT: "氏名などを写した申請書を印刷した",
    Event.BATCH_MAKE: "停止時の申請書の束を作った",
    Event.BATCH_PRINT: "停止時の申請書の束を印刷した",
    Event.BATCH_HAND: "停止時の申請書の束を渡した",
    Event.BATCH_CLOSE: "停止時の申請書の束を締めた",
    Event.BLANK_LIST: "停止時の申請書の番号の一覧を開いた",
    Event.BLANK_OPEN: "停止時の申請書の番号を開いた",
    Event.BLANK_USE: "停止時の申請書の番号を入力済みにした",
    Event.BLANK_SPOIL: "停止時の申請書の番号を使えないものにした",
    Event.BLANK_COLLECT: "停止時の申請書の番号を未使用で回収した",
    Event.BLANK_REOPEN: "停止時の申請書の番号の結果を取り消した",
    Event.LINE_HAND: "媒体・書類・端末を渡した",
    Event.LINE_CHECK_VIRUS: "持ち込まれたもののウイルス検査を記録した",
    Event.LINE_START: "媒体などの使用の開始を記録した",
    Event.LINE_END_USE: "媒体などの使用の終了を記録した",
    Event.LINE_RETURN: "媒体などの返却を受け取った",
    Event.LINE_EXTEND: "媒体などの返却の延長を申請した",
    Event.LINE_TAKE_OVER: "管理簿の記録の担当を引き継いだ",
    Event.LINE_CLOSE: "管理簿の記録を完結にした",
    Event.MEDIA_COPY_NOTE: "複製を記録した",
    Event.MEDIA_COPY_WRITE: "書き込んだファイルを記録した",
    Event.MEDIA_COPY_END: "消去・廃棄を記録した",
    Event.MEDIA_COPY_CONFIRM: "消去・廃棄を確認した",
    Event.MEDIA_COPY_REJECT: "消去・廃棄を「残っている」とした",
    Event.ARRIVAL_TAKE: "転入したばかりの方の申請を受けた",
    Event.ARRIVAL_COMPARE: "受付の前に、同じ方の申請と見比べた",
    Event.ARRIVAL_LIST: "異動反映待ちの一覧を開いた",
    Event.ARRIVAL_OPEN: "異動反映待ちの申請を開いた",
    Event.ARRIVAL_LINK: "異動反映待ちの方を住民登録の方と同じ方とした",
    Event.ARRIVAL_REJECT: "異動反映待ちの方を住民登録の方とは別の方とした",
    Event.ARRIVAL_WITHDRAW: "異動反映待ちの申請を取り下げた",
    Event.ARRIVAL_CANCEL: "異動反映待ちの申請を誤起票とした",
    Event.DUPLICATE_FIND: "重複のおそれの洗い出しを指示した",
    Event.DUPLICATE_LIST: "重複のおそれの一覧を開いた",
    Event.DUPLICATE_OPEN: "重複のおそれの2つの記録を見比べた",
    Event.DUPLICATE_REJECT: "重複のおそれの2つの記録を別の方とした",
    Event.DUPLICATE_WITHDRAW: "「別の方」とした判断を取り消した",
    Event.DUPLICATE_MERGE: "2つの記録を統合した",
    Event.MERGE_LIST: "統合の一覧を開いた",
    Event.MERGE_OPEN: "統合の1件を開いた",
    Event.MERGE_UNDO: "統合を解いた",
    Event.LEDGER_EXPORT: "媒体の管理簿を印刷したか書き出した",
    Event.LEDGER_CORRECT: "媒体の管理簿に訂正の行を加えた",
    Event.DAY_CHECK_SIGN: "終業点検を確認した",
    Event.RECORD_SEARCH: "操作記録を探した",
    Event.RECORD_OPEN: "操作記録の1件を開いた",
    Event.RECORD_EXPORT: "操作記録を書き出した",
    Event.TYPED_OPEN: "検索で入力された語を開いた",
    Event.CHAIN_VERIFY: "操作記録のつながりを確かめた",
    Event.DEMO_LOAD: "見本の市を用意した",
}
