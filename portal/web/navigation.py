"""The left navigation: labels and endpoints by job; who sees what follows from the permission each endpoint declares."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import current_app, request, url_for

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


MENU: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("窓口", (("住民を探す", "counter.show_search"), ("今日の窓口", "vouchers.show_today"))),
    ("台帳", (("住民登録ファイルの取込", "residents.show_imports"), ("接種記録ファイルの取込", "doses.show_imports"))),
    ("監査", (("操作記録", "oversight.show_records"),)),
    ("管理", (("職員", "accounts.list_staff"), ("サインイン中の職員", "accounts.list_sessions"), ("処理の状況", "jobs.list_jobs"))),
    ("自分", (("パスワードの変更", "accounts.show_password"),)),
)


def navigation_for(permissions: Collection[Permission]) -> list[Group]:
    """Groups that hold at least one entry this person may open."""
    groups = []
    for label, entries in MENU:
        items = tuple(_entry(word, endpoint) for word, endpoint in entries if permission_of(current_app, endpoint) in permissions)
        if items:
            groups.append(Group(label, items))
    return groups


def first_page_for(permissions: Collection[Permission]) -> str:
    """Where a person's work begins."""
    return navigation_for(permissions)[0].items[0].url


def _entry(label: str, endpoint: str) -> Entry:
    blueprint = endpoint.split(".")[0]
    return Entry(label, url_for(endpoint), current=request.endpoint == endpoint or _is_the_only_one(blueprint))


def _is_the_only_one(blueprint: str) -> bool:
    of_the_same = [endpoint for _, entries in MENU for _, endpoint in entries if endpoint.startswith(f"{blueprint}.")]
    return request.blueprint == blueprint and len(of_the_same) == 1
