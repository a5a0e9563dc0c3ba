"""The left navigation: labels and endpoints by job; who sees what follows from the permission each endpoint declares."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from flask import Flask, current_app, request, url_for

from portal.permissions import Permission
from portal.web.allow import permission_of


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class Group:
    label: str
    items: tuple[Entry, ...]


OWN = "自分"
# Pages of the residents' part that lie behind one person's page, not behind the register files.
_ABOUT_A_PERSON = tuple(f"residents.{verb}" for verb in ("show_contact", "show_new", "show_note", "add_", "change_", "end_", "write_"))
_AFTER_A_SEARCH = ("arrivals.new_unregistered", "arrivals.register_unregistered")
_OF_WAITING = tuple(f"doses.{verb}" for verb in ("show_waiting", "find_person", "record_", "dismiss_", "take_"))
_FORMS_OF_A_PERSON = ("applications.show_form", "applications.print_form")
_NUMBERED = ("applications.find_", "applications.show_number", "applications.show_batch", "applications.list_batches")
_AT_THE_MEDIA_COUNTER = ("media.find_scanned", "media.show_hand", "media.hand_line", "media.show_return", "media.return_line")
_STEPS_OF_A_MEDIUM = ("show", "new", "register", "edit", "change", "break", "repair", "mend", "dispose", "lose", "find", "wipe")
_STEPS_OF_A_RENEWAL = ("new", "ask", "show", "grant", "refuse")
_OF_A_MEDIUM = (
    *(f"media.{step}_medium" for step in _STEPS_OF_A_MEDIUM),
    *(f"media.{step}_renewal" for step in _STEPS_OF_A_RENEWAL),
    *(f"media.review_{step}" for step in ("break", "repair", "mend", "dispose", "loss", "find", "wipe")),
)
_OF_A_STOCKTAKE = ("media.show_stocktake", "media.start_stocktake", "media.scan_medium", "media.settle_difference")
_OF_CHOICES = tuple(f"media.{verb}_{kind}" for verb in ("add", "end") for kind in ("system", "terminal", "worker", "destination"))
_CLOSED_DAYS = tuple(f"disclosures.{verb}_closed_day" for verb in ("review", "add", "show", "end"))
MENU: tuple[tuple[str, tuple[tuple[str, str, tuple[str, ...]], ...]], ...] = (
    (
        "窓口",
        (
            ("住民を探す", "counter.show_search", ("counter.", "vouchers.", *_FORMS_OF_A_PERSON, *_ABOUT_A_PERSON, *_AFTER_A_SEARCH)),
            ("異動反映待ち", "arrivals.list_arrivals", ("arrivals.",)),
            ("今日の窓口", "vouchers.show_today", ("vouchers.show_day_sheet",)),
            ("接種券の一覧", "vouchers.list_states", ("vouchers.post_", "vouchers.hand_over_")),
            ("返戻の読み取り", "vouchers.list_returns", ("vouchers.scan_return", "vouchers.cancel_return", "vouchers.settle_return")),
            ("申請書の用紙", "applications.show_forms", ("applications.",)),
            ("停止時の申請書", "applications.list_numbers", _NUMBERED),
        ),
    ),
    (
        "台帳",
        (
            (
                "住民ファイルの取込",
                "residents.show_imports",
                (
                    "residents.show_import",
                    "residents.bring_file",
                    "residents.show_matches",
                    "residents.show_samples",
                    "residents.show_vanished",
                ),
            ),
            ("接種ファイルの取込", "doses.show_imports", ("doses.",)),
            (
                "登録待ちの接種記録",
                "doses.list_waiting",
                _OF_WAITING,
            ),
            ("メーカー名の読み替え", "doses.list_makers", ("doses.add_maker", "doses.end_maker")),
            ("接種事業", "programmes.list_programmes", ("programmes.",)),
            ("重複のおそれ", "duplicates.list_pairs", ("duplicates.",)),
            ("接種券を止める方", "vouchers.list_stops", ()),
            ("券種・回数のコード", "vouchers.list_codes", ("vouchers.add_code", "vouchers.end_code")),
            ("手数料", "vouchers.list_fees", ("vouchers.add_fee", "vouchers.end_fee")),
        ),
    ),
    (
        "監査",
        (
            ("操作記録", "oversight.show_records", ("oversight.",)),
            ("監査の実施", "audits.list_runs", ("audits.",)),
            ("監査の指摘", "audits.list_own_findings", ("audits.mend_",)),
        ),
    ),
    (
        "問合せ",
        (
            ("受付票", "inquiries.list_slips", ("inquiries.",)),
            ("折返し", "inquiries.list_calls", ()),
            ("供覧", "inquiries.list_reviews", ("inquiries.review_",)),
            ("受付票の集計", "inquiries.show_counts", ()),
        ),
    ),
    (
        "開示等",
        (
            ("請求の受付", "disclosures.new_case", ("disclosures.receive_case",)),
            ("請求の一覧", "disclosures.list_cases", ("disclosures.",)),
            ("決裁待ち", "disclosures.list_waiting", ("disclosures.sign_drafts", "disclosures.show_draft")),
            ("開示等の期限一覧", "disclosures.list_due", ("disclosures.print_due",)),
            ("開示等請求処理簿", "disclosures.show_ledger", ()),
            ("開示等の運用状況", "disclosures.show_figures", ()),
            ("様式", "disclosures.show_forms", ("disclosures.print_blank_form",)),
            ("市の閉庁日", "disclosures.list_closed_days", _CLOSED_DAYS),
        ),
    ),
    (
        "媒体",
        (
            ("自分の申請", "media.list_own", ("media.",)),
            ("所属長の机", "media.show_desk", ("media.sign_", "media.decide_", "media.review_")),
            ("媒体の窓口", "media.show_counter", _AT_THE_MEDIA_COUNTER),
            ("消去の確認", "media.list_confirmations", ("media.show_confirm", "media.confirm_end")),
            ("媒体台帳", "media.list_media", _OF_A_MEDIUM),
            ("棚卸", "media.list_stocktakes", _OF_A_STOCKTAKE),
            ("管理簿", "media.show_ledger", ("media.show_ledger_files", "media.show_corrections")),
            ("終業点検", "media.show_day_check", ("media.list_handovers", "media.show_handover")),
            ("申請の選択肢", "media.list_choices", _OF_CHOICES),
        ),
    ),
    ("所属長", (("代決者", "accounts.list_deputies", ("accounts.appoint_deputy", "accounts.review_deputy_end", "accounts.end_deputy")),)),
    (
        "管理",
        (
            ("職員", "accounts.list_staff", ()),
            ("所属", "accounts.list_sections", ("accounts.edit_section", "accounts.change_section", "accounts.add_section")),
            ("サインイン中の職員", "accounts.list_sessions", ()),
            ("処理の状況", "jobs.list_jobs", ("jobs.",)),
        ),
    ),
    (OWN, (("パスワードの変更", "accounts.show_password", ()),)),
)
_ENTRIES = frozenset(endpoint for _, entries in MENU for _, endpoint, _ in entries)


Counts = Mapping[str, Callable[[], int]]


def start_navigation(app: Flask, counts: Counts) -> None:
    """`counts`: by endpoint, how many wait behind an entry; asked at every page, so each is one indexed count."""
    app.extensions["portal_counts"] = counts


def navigation_for(permissions: Collection[Permission], counts: Counts | None = None) -> list[Group]:
    """Groups that hold at least one entry this person may open; nothing is counted for an entry they do not see."""
    groups = []
    for label, entries in MENU:
        items = tuple(
            Entry(word, url_for(endpoint), _is_current(endpoint, covers), _count(endpoint, counts or {}))
            for word, endpoint, covers in entries
            if permission_of(current_app, endpoint) in permissions
        )
        if items:
            groups.append(Group(label, items))
    return groups


def _count(endpoint: str, counts: Counts) -> int | None:
    """None when nothing waits: a nought draws the eye to no work."""
    return counts[endpoint]() or None if endpoint in counts else None


def first_page_for(permissions: Collection[Permission]) -> str | None:
    """Where a person's work begins; None when the roles bring no work of the portal yet."""
    groups = [group for group in navigation_for(permissions) if group.label != OWN]
    return groups[0].items[0].url if groups else None


def _is_current(endpoint: str, covers: tuple[str, ...]) -> bool:
    """The entry itself, or a page that lies behind it and is no entry of its own; of two that cover it, the longer name."""
    asked = request.endpoint or ""
    if asked in _ENTRIES:
        return asked == endpoint
    matching = [prefix for _, entries in MENU for _, _, all_covers in entries for prefix in all_covers if asked.startswith(prefix)]
    return bool(matching) and max(matching, key=len) in covers
