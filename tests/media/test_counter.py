"""媒体の窓口 and 消去の確認: what the person reads, where a scan leads, who may; two people at once (M-4, M-5)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from portal import clock
from portal.accounts.models import RoleGrant
from portal.audit.events import Event
from portal.db import writing
from portal.media.counter_rules import NEVER_LENT, Waiting, Way, answer_for_line, answer_for_medium
from portal.media.medium_rules import MediumFacts
from portal.media.number_rules import NOT_A_NUMBER
from portal.media.rules import Condition, CopyKind, How, Kind, State, Thing
from portal.permissions import Role
from portal.text.wareki import format_short
from tests.accounts.staff_records import facts_of
from tests.asked import statements
from tests.conftest import Browser
from tests.media import lent
from tests.media.rows import SINCE, UNTIL, add_copy, add_end, add_lending, add_line, add_medium, add_worker
from tests.media.test_lending import back, out
from tests.people import staff_id
from tests.vouchers.at_the_counter import tokens_of
from tests.vouchers.test_at_the_same_time import at_once, chain_is_whole

SignIn = Callable[[str], Browser]
COUNTER = "/media/counter"
MEDIUM = MediumFacts("媒8-0003", Condition.USABLE, 1, SINCE, UNTIL)
ONE, OTHER = Waiting("a", "使8-0001", State.APPROVED), Waiting("b", "使8-0002", State.APPROVED)


def path(public_id: str, step: str) -> str:
    return f"/media/requests/{public_id}/{step}"


def scan(browser: Browser, number: str) -> Browser:
    return browser.get(f"{COUNTER}/scan", query_string={"number": number})


@pytest.mark.parametrize(
    ("medium", "out_", "unwiped", "to_hand", "way", "words"),
    [
        (MEDIUM, ONE, None, [], Way.RETURN, ""),
        (MEDIUM, None, ONE, [OTHER], Way.SHOW, "使8-0001の情報が残っています"),
        (MEDIUM, None, None, [ONE], Way.HAND, ""),
        (MEDIUM, None, None, [ONE, OTHER], Way.NOWHERE, "使8-0001、使8-0002"),
        (MEDIUM, None, None, [], Way.NOWHERE, "貸出の記録がありません"),
        (MediumFacts("媒8-0003", Condition.LOST, 1, SINCE, UNTIL), None, None, [ONE], Way.NOWHERE, "「紛失」"),
    ],
)
def test_where_a_medium_leads(
    medium: MediumFacts, out_: Waiting | None, unwiped: Waiting | None, to_hand: list[Waiting], way: Way, words: str
) -> None:
    answer = answer_for_medium(medium, out_, unwiped, to_hand)
    assert (answer.way, words in answer.words) == (way, True)


@pytest.mark.parametrize("state", State)
def test_where_a_line_leads(state: State) -> None:
    expected = {State.APPROVED: Way.HAND, State.HANDED: Way.RETURN}.get(state, Way.SHOW)
    assert answer_for_line(Waiting("a", "使8-0001", state)).way is expected


def test_a_scan_leads_to_what_is_to_be_done(sign_in: SignIn) -> None:
    browser, public_id = sign_in("baitai"), lent.approved()[0]
    shown, medium = lent.line(public_id).number.shown, lent.medium_of(public_id).number.shown
    for number in (shown, medium, medium.replace("-", "−")):
        assert scan(browser, number).location == path(public_id, "hand")
    there = out()
    assert scan(browser, lent.medium_of(there).number.shown).location == path(there, "return")
    assert scan(browser, lent.line(back(there)).number.shown).location == f"/media/requests/{there}"


def test_a_medium_that_is_wanted_today_and_tomorrow_leads_to_the_line_of_today(sign_in: SignIn) -> None:
    browser, today = sign_in("baitai"), lent.approved()[0]
    medium, (_, tomorrow) = lent.medium_of(today), clock.hours_of(clock.today())
    lent.approved(medium_id=medium.id, starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=8))

    assert scan(browser, medium.number.shown).location == path(today, "hand")


def test_a_medium_that_is_wanted_tomorrow_leads_to_the_page_that_says_so(sign_in: SignIn) -> None:
    browser, (_, tomorrow) = sign_in("baitai"), clock.hours_of(clock.today())
    early = lent.approved(starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=8))[0]

    assert scan(browser, lent.medium_of(early).number.shown).location == path(early, "hand")
    assert "その日になってから" in browser.follow().text


def test_what_leads_nowhere_says_what_to_do(sign_in: SignIn) -> None:
    browser = sign_in("baitai")
    with writing():
        free = add_medium().number.shown
    told = {
        free: NEVER_LENT.format(shown=free),
        "媒8-9999": "この課の媒体台帳にありません",
        "持8-9999": "見つかりません",
        "あ": NOT_A_NUMBER,
        "消8-0001": "消去・廃棄記録の番号",
    }
    for number, words in told.items():
        page = scan(browser, number)
        assert (page.status, words in page.text) == (200, True), number


def test_a_medium_is_handed_out_and_taken_back_at_the_counter(sign_in: SignIn) -> None:
    browser = sign_in("baitai")
    public_id, worker = lent.approved()
    medium = lent.medium_of(public_id).number.shown
    browser.get(path(public_id, "hand")).post(path(public_id, "hand"), {"number": "媒8-9999", "to": worker, "note": ""})
    assert (browser.status, f"{medium}を渡してください" in browser.text) == (422, True)
    browser.post(path(public_id, "hand"), {"number": medium, "to": "", "note": ""})
    assert (browser.status, "渡す相手を選んで" in browser.text) == (409, True)
    browser.post(path(public_id, "hand"), {"number": medium, "to": worker, "note": "封をした"})
    assert (browser.status, browser.location) == (303, COUNTER)

    page = browser.get(f"{COUNTER}?view=out").text
    assert "出ているもの 1件" in page
    assert medium in page
    browser.get(path(public_id, "return")).post(path(public_id, "return"), {"brought_by": "飛田 結", "anomaly": "封が破れていた"})
    assert "返却済・消去待ち 1件" in browser.follow().text
    line = sign_in("daicho").get(f"/media/requests/{public_id}").text
    assert all(word in line for word in ("封をした", "飛田 結", "封が破れていた", "残り 1か所"))


def test_what_is_shut_is_told_on_the_page_of_the_step(sign_in: SignIn) -> None:
    public_id = out()
    page = sign_in("baitai").get(path(public_id, "hand")).text

    assert "もう使用中・持出中です" in page
    assert '<form method="post" data-main-form' not in page


def a_late_one() -> None:
    """Inside a door: out since two days, due since yesterday."""
    line = add_line(State.HANDED, data_name="遅れているもの")
    now = clock.now()
    add_lending(line, add_worker(), handed_at=now - timedelta(days=2), due_at=now - timedelta(days=1))
    add_copy(line)


def test_lists_say_how_many_since_when_and_what_is_late(sign_in: SignIn) -> None:
    browser = sign_in("baitai")
    assert "出ているものはありません" in browser.get(f"{COUNTER}?view=out").text
    with writing():
        a_late_one()
        for _ in range(54):
            add_lending(add_line(State.HANDED))
    page = browser.get(f"{COUNTER}?view=out").text

    assert "55件・古いものは" in page
    assert "遅れ 1件" in page
    assert page.index("遅れているもの") < page.index("接種券発行一覧")
    assert page.count("返却を受け取る</a>") == 50
    assert browser.get(f"{COUNTER}?view=out&page=2").text.count("返却を受け取る</a>") == 5
    assert browser.get(f"{COUNTER}?view=out&page=99").text.count("返却を受け取る</a>") == 5


def test_pages_ask_as_much_for_fifty_lines_as_for_one(sign_in: SignIn) -> None:
    browser, counted = sign_in("baitai"), {}
    for many in (1, 49):
        with writing():
            for _ in range(many):
                line = add_line(State.RETURNED)
                now = clock.now()
                add_lending(line, add_worker(), handed_at=now, returned_at=now, received_by=line.requester_id)
                add_end(add_copy(line))
        for url in (f"{COUNTER}?view=back", "/media/confirmations"):
            browser.get(url)
            with statements() as asked:
                browser.get(url)
            counted.setdefault(url, []).append(len(asked))

    assert all(one == much for one, much in counted.values()), counted


def test_ones_own_end_stands_in_the_list_with_the_reason(sign_in: SignIn) -> None:
    with writing():
        line = add_line(State.RETURNED)
        add_lending(line)
        add_end(add_copy(line))
        lost = add_line(State.RETURNED, kind=Kind.TAKE_OUT, thing=Thing.PAPERS)
        add_lending(lost)
        add_end(add_copy(lost, CopyKind.PAPERS, place="予診票 1箱"), how=How.LOST)
    own, other, chief = (sign_in(name).get("/media/confirmations").text for name in ("daicho", "daicho2", "kacho"))

    assert "2件・古いものは" in own
    assert "うち自分が行ったもの 2件" in own
    assert own.count("自分で確認できません") == 2
    assert (other.count("見て確認する"), other.count("紛失の確認は健康推進課の所属長")) == (1, 1)
    assert chief.count("見て確認する") == 2


def confirm_url(browser: Browser) -> str:
    return re.findall(r'href="(/media/ends/[0-9a-f]{32}/confirmation)"', browser.get("/media/confirmations").text)[0]


def test_a_loss_is_confirmed_with_the_words_that_begin_the_procedure(sign_in: SignIn) -> None:
    public_id = out(kind=Kind.TAKE_OUT, thing=Thing.PAPERS, thing_words="予診票 1箱")
    clerk = sign_in("daicho")
    url = f"/media/copies/{lent.copies(public_id)[0].public_id}/end"
    now = clock.now()
    form = {
        "how": "lost",
        "day": format_short(now.date()),
        "began": f"{now:%H:%M}",
        "ended": f"{now:%H:%M}",
        "place": "会場",
        "result": "見つからない",
    }
    clerk.get(url).post(url, form | {"tool": "", "passes": "", "certificate": ""})
    assert clerk.status == 303, clerk.text[clerk.text.find("data-error-summary") :][:400]
    chief = sign_in("kacho")
    url = confirm_url(chief)
    assert "漏えい等の事故の手順を始めてください" in chief.get(url).text
    chief.post(url, {"note": "", "answer": "left"})
    assert (chief.status, "何がどこに残っているか" in chief.text) == (422, True)
    chief.post(url, {"note": "探した", "answer": "gone"})

    assert (chief.status, lent.line(public_id).state) == (303, State.RETURNED)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"tool": ""}, "道具"),
        ({"result": " "}, "結果を入れて"),
        ({"began": "25:00"}, "時刻は"),
        ({"day": ""}, "行った日"),
        ({"result": "個人番号 123456789018"}, "個人番号"),
        ({"passes": "たくさん"}, "数字で"),
        ({"place": "あ" * 101}, "100文字"),
    ],
)
def test_an_end_that_cannot_be_read_is_not_noted(sign_in: SignIn, values: dict[str, str], words: str) -> None:
    browser, url = sign_in("daicho"), f"/media/copies/{lent.copies(out())[0].public_id}/end"
    now = clock.now()
    form = {"how": "erased", "tool": "消去ソフト", "passes": "1", "day": format_short(now.date()), "began": f"{now:%H:%M}"}
    form |= {"ended": f"{now:%H:%M}", "place": "執務室", "result": "読めない", "certificate": ""}
    browser.get(url).post(url, form | values)

    assert (browser.status, words in browser.text, lent.ends()) == (422, True, [])


@pytest.mark.parametrize(
    ("login_name", "counter", "confirmations"), [("baitai", 200, 200), ("daicho", 403, 200), ("kacho", 403, 200), ("kansa", 403, 403)]
)
def test_who_may(sign_in: SignIn, login_name: str, counter: int, confirmations: int) -> None:
    browser = sign_in(login_name)
    assert (browser.get(COUNTER).status, browser.get("/media/confirmations").status) == (counter, confirmations)


def test_of_two_custodians_one_hands_it_out(sign_in: SignIn) -> None:
    first, worker = lent.approved()
    medium = lent.medium_of(first)
    second, other_worker = lent.approved(medium_id=medium.id)
    with writing() as session:
        session.add(RoleGrant(staff_id=staff_id("daicho2"), role=Role.MEDIA_CUSTODIAN, starts_on=SINCE))
    browsers = [sign_in("baitai"), sign_in("daicho2")]
    sendings = []
    for browser, public_id, to in zip(browsers, (first, second), (worker, other_worker), strict=True):
        form: dict[str, object] = {"number": medium.number.shown, "to": to, "note": ""}
        sendings.append((browser, path(public_id, "hand"), form | tokens_of(browser.get(path(public_id, "hand")))))
    at_once(sendings)

    assert sorted(browser.status for browser in browsers) == [303, 409]
    loser = next(browser for browser in browsers if browser.status == 409)
    assert "で出ています" in loser.text
    assert len(facts_of(Event.LINE_HAND)) == 1
    assert chain_is_whole()


def test_of_two_who_look_one_confirms(sign_in: SignIn) -> None:
    with writing():
        line = add_line(State.RETURNED)
        add_lending(line)
        add_end(add_copy(line))
    browsers = [sign_in("daicho2"), sign_in("kacho")]
    url = confirm_url(browsers[0])
    answers = ({"note": "", "answer": "gone"}, {"note": "残っている", "answer": "left"})
    at_once([(browser, url, form | tokens_of(browser.get(url))) for browser, form in zip(browsers, answers, strict=True)])

    assert sorted(browser.status for browser in browsers) == [303, 409]
    (end,) = lent.ends()
    assert (end.confirmed_at is None) is not (end.rejected_at is None)
    assert chain_is_whole()
