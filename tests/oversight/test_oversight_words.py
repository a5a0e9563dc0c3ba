"""The records in the words of the office: facts, events, conditions."""

import pytest

from portal.audit.event_words import EVENT_WORDS
from portal.audit.events import Event
from portal.audit.facts import FACTS
from portal.oversight import rules
from portal.oversight.fact_rules import fact_words
from portal.oversight.rules import Asked, condition_facts, event_choices


def test_every_event_can_be_chosen_once_and_every_fact_has_a_label() -> None:
    offered = [value for choices in event_choices().values() for value, _ in choices if value not in ("", rules.ANY_REFUSAL)]

    assert sorted(offered) == sorted(Event)
    assert set(EVENT_WORDS) == set(Event)
    labels = [word for names in FACTS.values() for word, _ in fact_words(dict.fromkeys(names, 1), {})]
    assert "そのほか" not in labels


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("channel", "phone", "電話"),
        ("reason", "lost", "紛失"),
        ("reason", "idle", "一定時間操作がなかった"),
        ("reason", "本人の申し出", "本人の申し出"),
        ("applicant", "agent", "任意代理人"),
        ("permission", "audit:record:search", "操作記録の閲覧"),
        ("endpoint", "counter.show_resident", "住民の検索・住民の記録"),
        ("endpoint", "", "なし"),
        ("day", "2026-11-24", "令和8年11月24日"),
        ("day", "soon", "soon"),
        ("again", True, "再印刷"),
        ("again", False, "初めて"),
        ("changes", ["窓口担当を付けた", "期限を改めた"], "窓口担当を付けた、期限を改めた"),
        ("changes", [], "なし"),
        ("bytes", 1048576, "1,048,576バイト"),
        ("import", 12, "12"),
        ("media", 2, "2個"),
        ("open", 0, "0件"),
        ("section", None, "なし"),
        ("unheard", "of", "of"),
    ],
)
def test_a_fact_reads_as_a_clerk_would_say_it(name: str, value: object, words: str) -> None:
    assert fact_words({name: value}, {})[0][1] == words


def test_the_record_of_a_search_names_what_was_typed_without_its_text() -> None:
    facts = condition_facts(Asked(person="0000400001", staff="根本", purpose="再発行", protected=True, after_hours=True))

    assert facts == ["見られた方", "職員", "照会事由", "対象 支援措置の方を開いたもの", "時間帯 時間外・土日"]
