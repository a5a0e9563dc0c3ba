"""Fields and validators: Japanese sentences, and nothing in a free field that must not be kept."""

import re

import pytest
from flask import Flask
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, ValidationError

from portal.residents.rules import Movement
from portal.text.wareki import PartialDate
from portal.web.fields import NOT_OFFERED, Form, WarekiField, at_most, holds_individual_number, needed, offered, plain_text

NUMBER = "123456789018"
CONTROL = "使えない文字(制御文字)が入っています。打ち直してください。"
INDIVIDUAL = "個人番号とみられる12桁が入っています。個人番号は入れないでください。"


class NoteForm(Form):
    note = StringField("メモ", [at_most(10), plain_text])
    name = StringField("氏名", [needed("氏名を入れてください。"), at_most(3)])
    day = WarekiField("日付")
    colour = RadioField("色", choices=offered([("red", "赤"), ("blue", "青")]))
    size = SelectField("大きさ", choices=offered([("s", "小"), ("l", "大")]))
    kinds = SelectMultipleField("種類", choices=offered([("a", "甲"), ("b", "乙")]))


def errors(app: Flask, **typed: object) -> dict[str, list[str]]:
    base: dict[str, object] = {"note": "", "name": "見本", "day": "", "colour": "red", "size": "s", "kinds": []}
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context("/", method="POST", data=base | typed):
        form = NoteForm()
        form.validate_on_submit()
        return {name: [str(message) for message in messages] for name, messages in form.errors.items() if name}


def test_what_is_right_has_no_errors(app: Flask) -> None:
    assert errors(app, note="一行目\r\n二行目\t", day="S23.5.14", kinds=["a", "b"]) == {}


def test_a_choice_is_its_value_and_its_word_under_its_heading(app: Flask) -> None:
    class Grouped(Form):
        colour = SelectField(choices=[*offered([("", "すべて")]), *offered([(Movement.DIED, "死亡")], group="異動")])

    with app.test_request_context("/"):
        options = str(Grouped().colour()).partition(">")[2].removesuffix("</select>")
    died = f'<option value="{Movement.DIED.value}">死亡</option>'
    assert options == f'<option value="">すべて</option><optgroup label="異動">{died}</optgroup>'


@pytest.mark.parametrize("typed", ["", " ", "　", "\t\n"])
def test_what_is_needed_is_asked_for_in_its_own_sentence(app: Flask, typed: str) -> None:
    assert errors(app, name=typed) == {"name": ["氏名を入れてください。"]}


def test_a_length_is_counted_in_characters_and_both_are_said(app: Flask) -> None:
    assert errors(app, note="𠮷" * 10) == {}
    assert errors(app, note="𠮷" * 11) == {"note": ["10文字までで入れてください(いま11文字です)。"]}
    assert errors(app, note="あ" * 100_000) == {"note": ["10文字までで入れてください(いま100000文字です)。"]}


def test_control_characters_and_halves_of_characters_are_refused(app: Flask) -> None:
    for character in "\x00\x07\x08\x0b\x0c\x0e\x1b\x1f\x7f\x80\x9f\u202a\u202e\u2066\u2069":
        assert errors(app, note=f"あ{character}い") == {"note": [CONTROL]}, ascii(character)
    for character in "\t\r\n\x20~\u00a0 「\U000e0100\u200d":
        assert errors(app, note=f"あ{character}い") == {}, ascii(character)


def test_half_a_character_is_refused(app: Flask) -> None:
    with app.test_request_context("/", method="POST"):
        for half in (0xD800, 0xDBFF, 0xDC00, 0xDFFF):
            form = NoteForm(formdata=None, note=f"あ{chr(half)}い")
            with pytest.raises(ValidationError, match=re.escape(CONTROL)):
                plain_text(form, form.note)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (NUMBER, True),
        ("１２３４５６７８９０１８", True),
        ("1234 5678 9018", True),
        ("1234-5678-9018", True),
        ("1234‐5678−9018", True),
        ("1234　5678　9018", True),
        ("1234\n5678\n9018", True),
        ("1 2 3 4 5 6 7 8 9 0 1 8", True),
        (f"本人の番号は{NUMBER}です", True),
        (f"電話 029-000-4471 {NUMBER}", True),
        (f"{NUMBER} 029-000-4471", True),
        ("029-000-4471 1234-5678-9018 312-0001", True),
        ("123456789012", False),
        ("12345678901", False),
        (f"1{NUMBER}", False),
        (f"{NUMBER}1", False),
        ("029-000-4471", False),
        ("令和8年11月24日 10時38分", False),
        ("1234 5678 番地 9018", False),
        ("", False),
    ],
)
def test_twelve_figures_that_pass_as_an_individual_number_are_seen(text: str, holds: bool) -> None:
    assert holds_individual_number(text) is holds


def test_an_individual_number_in_a_free_field_is_refused(app: Flask) -> None:
    assert errors(app, note=NUMBER) == {"note": ["10文字までで入れてください(いま12文字です)。", INDIVIDUAL]}


def test_a_choice_that_is_not_offered_is_refused_in_japanese_and_not_repeated(app: Flask) -> None:
    for field in ("colour", "size", "kinds"):
        for typed in ("green", "%(value)s", "%", "", "\x00") if field != "kinds" else ("green", "%(value)s", "%s %d"):
            assert errors(app, **{field: typed}) == {field: [NOT_OFFERED]}, typed


def test_a_day_is_read_as_it_is_written_and_stays_as_typed(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context("/", method="POST", data={"name": "見本", "colour": "red", "size": "s", "day": "昭和23年5月"}):
        form = NoteForm()
        assert form.validate()
        assert form.day.day == PartialDate(1948, 5)
        assert form.day.data == "昭和23年5月"
    assert errors(app, day="S23.13.1") == {"day": ["13月はありません。月は1から12までで入力してください。"]}
    assert errors(app, day="x" * 10_000)["day"][0].startswith("日付として読めません。")


@pytest.mark.thorough
def test_every_number_of_digits_is_read_in_a_moment() -> None:
    for text in ("1" * 100_000, "1 " * 50_000, " -" * 50_000, "1--" * 33_000):
        assert not holds_individual_number(text)
