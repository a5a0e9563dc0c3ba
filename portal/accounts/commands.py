"""flask staff add, roles, disable: the first system admin of a city, and the way in when no screen can be reached."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import click
from flask.cli import AppGroup

from portal import clock
from portal.accounts import staff_actions, staff_queries
from portal.accounts.staff_actions import NewStaff
from portal.accounts.staff_rules import GRANT_STATE_WORDS, Details, GrantState, Period
from portal.audit.record import program
from portal.errors import PortalError
from portal.permissions import ROLE_WORDS, Role
from portal.text.wareki import WarekiError, parse_date

commands = AppGroup("staff", help="職員を登録し、役割を付け外しし、利用を止めます。")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class Day(click.ParamType):
    """A day in 和暦 or western form."""

    name = "日付"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return parse_date(value).to_date()
        except WarekiError as error:
            self.fail(error.reason, param, ctx)
        except ValueError:
            self.fail("年月日をすべて書いてください。", param, ctx)


class Words(click.ParamType):
    """Text without control characters, of a length the database takes."""

    name = "文字"

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        value = value.strip()
        if not value or len(value) > self.longest or _CONTROL.search(value):
            self.fail(f"1文字から{self.longest}文字までで書いてください(制御文字は使えません)。", param, ctx)
        return value


_ROLE = click.Choice([role.value for role in Role])
_BY = program("flask staff")


@commands.command("add")
@click.argument("login_name", metavar="LOGIN")
@click.option("--name", required=True, type=Words(60), help="氏名。")
@click.option("--section", required=True, type=Words(20), help="所属の符号。")
@click.option("--section-name", default="", type=str, help="所属の名前。符号がまだ登録されていないとき、所属を作ります。")
@click.option("--role", "roles", multiple=True, required=True, type=_ROLE, help="役割。いくつでも。")
@click.option("--from", "starts_on", type=Day(), help="利用を始める日(書かなければ今日)。")
@click.option("--until", "ends_on", type=Day(), help="利用を終える日(書かなければ期限なし)。")
def add(
    *, login_name: str, name: str, section: str, section_name: str, roles: tuple[str, ...], starts_on: date | None, ends_on: date | None
) -> None:
    """職員を登録し、初回パスワードを書き出します(最初のサインインで変えることになります)。

    終わりの値: 0 登録した、1 登録できない(理由を書きます)、2 使い方の誤り。
    """
    if section_name:
        section_name = Words(60).convert(section_name, None, click.get_current_context())
    details = Details(name, section, Period(starts_on or clock.today(), ends_on))
    new = NewStaff(login_name, details, tuple(Role(role) for role in dict.fromkeys(roles)), section_name=section_name)
    with _told():
        if not section_name and section not in dict(staff_queries.list_sections()):
            raise PortalError("この所属は登録されていません。新しく作るときは --section-name で名前を書いてください。")
        made = staff_actions.add_staff(new, by=_BY)
    click.echo(f"登録しました: {made.login_name}")
    click.echo(f"初回パスワード: {made.password}")


@commands.command("roles")
@click.argument("login_name", metavar="LOGIN")
@click.option("--add", "added", multiple=True, type=_ROLE, help="今日から付ける役割。いくつでも。")
@click.option("--end", "ended", multiple=True, type=_ROLE, help="今日で終える役割。いくつでも。")
def change_roles(login_name: str, added: tuple[str, ...], ended: tuple[str, ...]) -> None:
    """役割を付け、終え、いまの役割を書き出します。

    終わりの値: 0 済んだ、1 できない(理由を書きます)、2 使い方の誤り。
    """
    with _told():
        for word in dict.fromkeys(added):
            staff_actions.add_grant(login_name, Role(word), Period(clock.today(), None), by=_BY)
        for word in dict.fromkeys(ended):
            _end_role(login_name, Role(word))
        page = staff_queries.find_account_page(login_name)
    for grant in page.roles:
        click.echo(f"{grant.word.value}\t{GRANT_STATE_WORDS[grant.state]}\t{grant.period.words}")


@commands.command("disable")
@click.argument("login_name", metavar="LOGIN")
@click.option("--reason", required=True, type=Words(200), help="理由。記録に残ります。")
def disable(login_name: str, reason: str) -> None:
    """職員の利用を止め、サインインしている画面も終わらせます。

    終わりの値: 0 止めた、1 止められない(理由を書きます)、2 使い方の誤り。
    """
    with _told():
        staff_actions.stop_staff(login_name, reason, by=_BY)
    click.echo(f"利用を止めました: {login_name}")


def _end_role(login_name: str, role: Role) -> None:
    held = [grant for grant in staff_queries.find_account_page(login_name).roles if grant.word is role]
    live = [grant for grant in held if grant.state in (GrantState.HOLDS, GrantState.COMING)]
    if not live:
        raise PortalError(f"「{ROLE_WORDS[role]}」は付いていません。")
    for grant in live:
        staff_actions.end_grant(login_name, role, grant.period.starts_on, at_once=False, by=_BY)


@contextmanager
def _told() -> Iterator[None]:
    """A refusal is written as it is, and the command ends with 1."""
    try:
        yield
    except PortalError as error:
        click.echo(error.message, err=True)
        sys.exit(1)
