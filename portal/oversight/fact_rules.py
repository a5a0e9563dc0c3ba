"""Each record's facts in the words an auditor reads. Pure."""

from collections.abc import Mapping
from datetime import date

from portal.accounts.chief_rules import SIGNS_AS_WORDS
from portal.accounts.rules import CHANNEL_WORDS, END_REASON_WORDS, VISIT_REASON_WORDS
from portal.applications.number_rules import BLANK_STATE_WORDS, SPOIL_WORDS
from portal.applications.rules import FORM_WORDS
from portal.arrivals.rules import STATE_WORDS, WITHDRAW_WORDS
from portal.arrivals.unregistered_rules import REGISTRATION_WORDS
from portal.audits.rules import ANSWER_WORDS, QUESTIONS, RUN_KIND_WORDS
from portal.doses.deciding import WHAT_WORDS
from portal.doses.match_rules import WAIT_REASON_WORDS
from portal.intake.stop_rules import STOP_WORDS
from portal.media.rules import COPY_WORDS, HOW_WORDS, STEP_WORDS
from portal.permissions import PERMISSION_WORDS
from portal.residents.consequences import CONSEQUENCE_WORDS
from portal.residents.contact_rules import KIND_WORDS, WHY_WORDS
from portal.residents.match_rules import DECISION_WORDS
from portal.residents.match_rules import REASON_WORDS as MATCH_REASON_WORDS
from portal.residents.movement_rules import HAPPENED_WORDS
from portal.residents.note_rules import NOTE_END_WORDS
from portal.text.wareki import format_date
from portal.vouchers.application_rules import GAP_WORDS
from portal.vouchers.code_rules import PART_WORDS
from portal.vouchers.fee_rules import PAPER_WORDS
from portal.vouchers.record_copy_rules import GROUND_WORDS
from portal.vouchers.return_rules import OUTCOME_WORDS
from portal.vouchers.rules import APPLICANT_WORDS, DELIVERED_WORDS, REASON_WORDS
from portal.vouchers.state_rules import PAPER_WORDS as HELD_PAPER_WORDS
from portal.vouchers.state_rules import RETURN_WORDS, VOID_WORDS
from portal.vouchers.state_rules import STATE_WORDS as VOUCHER_STATE_WORDS

_SCREENS = {
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
    "oversight": "操作記録",
}
_LABELS = {
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
    "round": "申請の回",
    "words": "条件・理由",
    "until": "いつまで",
    "medium": "媒体",
    "clean": "検査の結果",
    "anomaly": "異状",
    "late": "返却予定",
    "open": "残る複製",
    "copy": "複製のある所",
    "beyond": "承認された数",
    "how": "消去・廃棄の方法",
    "end": "消去・廃棄の番号",
}
_UNITS = {
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
    "findings": "件",
    "open": "か所",
}
_YES_AND_NO = {
    "words": ("あり", "なし"),
    "again": ("再印刷", "初めて"),
    "namesake": ("いる", "いない"),
    "clean": ("異常なし", "検出"),
    "anomaly": ("あり", "なし"),
    "late": ("過ぎていた", "過ぎていない"),
    "beyond": ("超えている", "超えていない"),
}
_METHOD_WORDS = {"password": "パスワード", "test": "試験"}
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
)
_REASON_WORDS: dict[str, str] = {word.value: text for words in _REASONS for word, text in words.items()}


def fact_words(facts: Mapping[str, object], programme_names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each fact as a label and a value a clerk reads; an unknown one is shown as it stands, never left out."""
    return [(_LABELS.get(name, "そのほか"), _value(name, value, programme_names)) for name, value in facts.items()]


def _value(name: str, value: object, programme_names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return "、".join(_text_value(name, str(part), programme_names) for part in value) or "なし"
    if value is None or value == "":
        return "なし"
    if isinstance(value, bool):
        yes, no = _YES_AND_NO.get(name, ("はい", "いいえ"))
        return yes if value else no
    if isinstance(value, int):
        return f"{value:,}{_UNITS.get(name, '')}" if name in _UNITS else str(value)
    return _text_value(name, str(value), programme_names)


def _text_value(name: str, value: str, programme_names: Mapping[str, str]) -> str:
    if name == "endpoint":
        return _SCREENS.get(value.split(".")[0], "そのほか")
    if name in ("day", "starts", "ends", "until"):
        return _day_words(value)
    words: dict[str, Mapping[str, str]] = {
        "channel": {word.value: text for word, text in CHANNEL_WORDS.items()},
        "applicant": {word.value: text for word, text in APPLICANT_WORDS.items()},
        "delivery": {word.value: text for word, text in DELIVERED_WORDS.items()},
        "gaps": {gap.value: text for gap, text in GAP_WORDS.items()},
        "permission": {word.value: text for word, text in PERMISSION_WORDS.items()},
        "reason": _REASON_WORDS,
        "kind": {word.value: text for words in (KIND_WORDS, RUN_KIND_WORDS) for word, text in words.items()},
        "point": {point.value: question for point, (question, _) in QUESTIONS.items()},
        "answer": {answer.value: text for answer, text in ANSWER_WORDS.items()},
        "state": {state.value: text for words in (STATE_WORDS, VOUCHER_STATE_WORDS, BLANK_STATE_WORDS) for state, text in words.items()},
        "form": {form.value: text for form, text in FORM_WORDS.items()},
        "paper": {paper.value: text for words in (HELD_PAPER_WORDS, PAPER_WORDS) for paper, text in words.items()},
        "result": {outcome.value: text for outcome, text in OUTCOME_WORDS.items()},
        "part": {part.value: text for part, text in PART_WORDS.items()},
        "method": _METHOD_WORDS,
        "outcome": {what.value: text for what, text in WHAT_WORDS.items()},
        "happened": {what.value: text for what, text in HAPPENED_WORDS.items()},
        "decision": {decision.value: text for decision, text in DECISION_WORDS.items()},
        "why": {why.value: text for why, text in MATCH_REASON_WORDS.items()},
        "stops": {stop.value: text for stop, text in STOP_WORDS.items()},
        "tally": {what.value: text for what, (text, _) in CONSEQUENCE_WORDS.items()},
        "programme": programme_names,
        "copy": {kind.value: text for kind, text in COPY_WORDS.items()},
        "how": {how.value: text for how, text in HOW_WORDS.items()},
        "step": {step.value: text for step, text in STEP_WORDS.items()},
        "signed": {signed_as.value: text for signed_as, text in SIGNS_AS_WORDS.items()},
    }
    return words.get(name, {}).get(value, value)


def _day_words(value: str) -> str:
    try:
        return format_date(date.fromisoformat(value))
    except ValueError:
        return value
