"""What the facts of the records are called: their labels, their units, and each stored word."""

from collections.abc import Mapping
from typing import Any

from portal.accounts.chief_rules import SIGNS_AS_WORDS
from portal.accounts.rules import CHANNEL_WORDS, END_REASON_WORDS, VISIT_REASON_WORDS
from portal.applications.number_rules import BLANK_STATE_WORDS, SPOIL_WORDS
from portal.applications.rules import FORM_WORDS
from portal.arrivals.rules import STATE_WORDS, WITHDRAW_WORDS
from portal.arrivals.unregistered_rules import REGISTRATION_WORDS
from portal.audits.rules import ANSWER_WORDS, QUESTIONS, RUN_KIND_WORDS
from portal.disclosures.decision_rules import DOING_WORDS, DRAFT_WORDS
from portal.disclosures.form_rules import BLANK_WORDS
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

SCREENS = {
    "accounts": "職員・所属・サインイン・代決者・対応",
    "jobs": "処理の状況",
    "residents": "住民登録ファイル・送付先・申し送り",
    "doses": "接種記録ファイル・登録待ち・メーカー名",
    "vouchers": "接種券・接種済証・写し・手数料",
    "applications": "申請書・停止時の申請書",
    "programmes": "接種事業",
    "arrivals": "異動反映待ち・住登外の登録",
    "duplicates": "重複のおそれ・統合",
    "takeback": "取込の取消し",
    "media": "媒体の管理簿",
    "counter": "住民の検索・住民の記録",
    "audits": "監査の実施と指摘",
    "inquiries": "受付票",
    "disclosures": "開示等請求",
    "oversight": "操作記録",
}
LABELS = {
    "method": "方法",
    "reason": "理由",
    "staff": "対象の職員",
    "section": "所属",
    "above": "上の所属",
    "changes": "変えたこと",
    "count": "件数",
    "channel": "受け方",
    "people": "開いた方の数",
    "endpoint": "画面",
    "permission": "要る権限",
    "kinds": "探し方",
    "kind": "種類",
    "doses": "見た接種記録の数",
    "vouchers": "見た接種券の数",
    "import": "取込の番号",
    "bytes": "ファイルの大きさ",
    "rows": "行数",
    "programme": "接種事業",
    "dose": "回数",
    "voucher": "接種券番号",
    "replaces": "無効にした接種券",
    "applicant": "申請者",
    "delivery": "渡し方",
    "gaps": "未確認のこと",
    "again": "印刷",
    "sha256": "紙面の照合値",
    "day": "日",
    "condition": "探した条件",
    "record": "対象の記録",
    "residents": "住民の数",
    "seed": "見本の番号",
    "arrival": "申請の番号",
    "purposes": "申請の内容",
    "state": "状態",
    "page": "ページ",
    "candidates": "見比べた候補",
    "checked": "見比べた似た方",
    "namesake": "同じ氏名・生年月日の方",
    "waiting": "登録待ちの番号",
    "row": "ファイルの行",
    "outcome": "記録の仕方",
    "written": "ファイルでの書き方",
    "maker": "台帳での名前",
    "view": "一覧",
    "ruling": "判断の番号",
    "merge": "統合の番号",
    "moved": "移した記録",
    "superseded": "採らなかった記録",
    "happened": "止める理由",
    "decision": "決めたこと",
    "why": "似ているところ",
    "stops": "ファイルを止めた理由",
    "tally": "変わること",
    "dependents": "先に片付けること",
    "imports": "取込の番号",
    "period": "期間",
    "printed_on": "接種券の用紙",
    "rules": "はじめの決まり",
    "starts": "いつから",
    "before": "改める前",
    "after": "改めた後",
    "ground": "根拠",
    "files": "消したファイル",
    "paper": "紙",
    "revives": "有効に戻った接種券",
    "result": "読み取りの結果",
    "part": "コードの種類",
    "digit": "コード",
    "yen": "手数料",
    "ends": "終わりの日",
    "form": "申請書",
    "first": "最初の番号",
    "last": "最後の番号",
    "place": "渡した所",
    "number": "番号",
    "point": "点検の点",
    "answer": "答え",
    "findings": "指摘",
    "done": "完了にしたか",
    "used": "入力済み",
    "spoilt": "使えない",
    "collected": "未使用で回収",
    "line": "管理簿の番号",
    "step": "だれの決裁か",
    "signed": "決裁の立場",
    "words": "条件・理由",
    "until": "いつまで",
    "round": "申請の回数",
    "blanket": "包括承認の番号",
    "list": "一覧",
    "entry": "選択肢",
    "medium": "媒体",
    "media": "媒体の数",
    "how": "方法",
    "copies": "失った複製",
    "strong": "強い暗号化",
    "year": "年度",
    "as": "立場",
    "found": "読み取りの結果",
    "seen": "確認した数",
    "differences": "違い",
    "lines": "管理簿の番号",
    "file": "ファイルの番号",
    "file_sha256": "元のファイルの照合値(SHA-256)",
    "is_text": "個人番号の確かめ",
    "archive": "暗号化したファイル",
    "archives": "消した暗号化したファイル",
    "archive_sha256": "暗号化したファイルの照合値(SHA-256)",
    "download": "受け取った回数",
    "travel": "パスフレーズの伝え方",
    "copy": "複製",
    "beyond": "許可を超えた複製か",
    "anomaly": "異常の記録",
    "clean": "ウイルス検査の結果",
    "late": "返却予定を過ぎていたか",
    "end": "消去・廃棄の番号",
    "ledger": "管理簿",
    "format": "ファイルの形",
    "item": "訂正した項目",
    "open": "残っていたもの",
    "slip": "受付票の番号",
    "slips": "受付票の番号",
    "other": "相手の受付票",
    "fields": "書いた欄",
    "reached": "相手につながったか",
    "scene": "確かめた場面",
    "papers": "確かめた書類の種類",
    "objects": "反対の意見か",
}
UNITS = {
    "count": "件",
    "people": "人",
    "doses": "件",
    "vouchers": "件",
    "rows": "行",
    "bytes": "バイト",
    "dose": "回目",
    "record": "番",
    "row": "行目",
    "residents": "人",
    "page": "ページ目",
    "candidates": "人",
    "checked": "人",
    "moved": "件",
    "superseded": "件",
    "dependents": "件",
    "files": "件",
    "yen": "円",
    "used": "枚",
    "spoilt": "枚",
    "collected": "枚",
    "round": "回目",
    "findings": "件",
    "archives": "件",
    "copies": "件",
    "media": "個",
    "seen": "個",
    "differences": "件",
    "open": "件",
    "download": "回目",
}
YES_AND_NO = {
    "words": ("あり", "なし"),
    "again": ("再印刷", "初めて"),
    "namesake": ("いる", "いない"),
    "strong": ("あり", "なし"),
    "anomaly": ("あり", "なし"),
    "clean": ("見つからなかった", "見つかった"),
    "is_text": ("文字のファイルとして確かめた", "文字のファイルでないため未確認"),
}
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
    "gaps": _of(GAP_WORDS),
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
    "step": _of(STEP_WORDS),
    "signed": _of(SIGNS_AS_WORDS),
    "ledger": _of(LEDGER_WORDS) | LEDGER_PAPER_WORDS,
    "format": FILE_WORDS,
    "travel": _of(TRAVEL_WORDS),
    "copy": _of(COPY_WORDS),
    "scene": _of(SCENE_WORDS),
    "papers": _of(PROOF_WORDS),
    "view": _of(VIEW_WORDS),
}
