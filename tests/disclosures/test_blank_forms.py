"""The blank forms: what their articles ask for stands on the front, never a place for a 個人番号; printing is recorded (R2-2)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.config import Settings, read_settings
from portal.db import reading
from portal.disclosures.form_documents import form_pdf
from portal.disclosures.form_rules import BLANK_NOTES, BLANK_USES, BLANK_WORDS, BlankKind
from tests.conftest import Browser, overrides
from tests.disclosures.noticing import MADE_AT
from tests.disclosures.test_notice_documents import pages_of

SignIn = Callable[[str], Browser]
OF_EVERYBODY = ["氏名", "住所", "連絡先", "受付印", "本人確認書類", "代理資格書類"]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("forms")
    return read_settings(
        overrides(folder)
        | {"PORTAL_DISCLOSURE_DAYS": "15", "PORTAL_MAYOR": "見本市長", "PORTAL_DISCLOSURE_OFFICE": "総務課|電話 029-000-0000"}
    )


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        (BlankKind.DISCLOSURE, ["第77条第1項", "法定代理人", "成年被後見人", "求める保有個人情報", "閲覧", "写しの送付", "手数料"]),
        (BlankKind.CORRECTION, ["第91条第1項", "開示を受けた日", "文書番号", "訂正", "追加", "削除", "趣旨", "理由", "任意代理人"]),
        (BlankKind.SUSPENSION, ["第99条第1項", "開示を受けた日", "第1号利用の停止", "第1号消去", "第2号提供の停止", "趣旨", "理由"]),
        (BlankKind.PROXY, ["任せる方", "代理人", "開示の請求", "訂正の請求", "利用停止の請求", "任せる方の署名"]),
        (BlankKind.WISH, ["第87条第3項", "開示決定通知書", "部分1", "第1希望", "写しの送付", "送り先", "手数料"]),
    ],
)
def test_a_front_asks_what_its_article_needs_and_a_back_explains_it(kind: BlankKind, asked: list[str], settings: Settings) -> None:
    front, back = pages_of(form_pdf(kind, settings, made_at=MADE_AT))

    assert [words for words in [*OF_EVERYBODY, *asked] if words not in front] == []
    assert "見本市長様" in front
    assert "個人番号" not in front.replace("個人番号カード(表面)", "").replace("個人番号カード", "")
    assert "個人番号(マイナンバー)は、どの欄にも書かないでください。" in back
    assert "総務課" in back
    assert ("数えて15日以内に決定し" in back) is (kind in (BlankKind.DISCLOSURE, BlankKind.CORRECTION, BlankKind.SUSPENSION))


def test_every_form_has_its_use_and_its_notes() -> None:
    assert set(BLANK_WORDS) == set(BLANK_USES) == set(BLANK_NOTES) == set(BlankKind)


def test_a_form_is_printed_from_the_list_and_recorded(sign_in: SignIn) -> None:
    browser = sign_in("madoguchi").get("/disclosure-forms")
    listed = browser.text
    browser.post("/disclosure-forms/paper", {"kind": BlankKind.PROXY.value})

    assert [word for word in BLANK_WORDS.values() if word not in listed] == []
    assert browser.response.data.startswith(b"%PDF")
    with reading() as session:
        facts = session.scalars(select(AuditRecord.facts).where(AuditRecord.event == Event.CASE_FORM_PRINT)).one()
    assert '"form":"disclosure_proxy"' in facts


def test_a_form_that_is_none_is_refused(sign_in: SignIn) -> None:
    browser = sign_in("madoguchi").get("/disclosure-forms").post("/disclosure-forms/paper", {"kind": "passport"})

    assert browser.status == 422
    assert "選び直してください" in browser.text


def test_whoever_receives_no_request_has_no_forms(sign_in: SignIn) -> None:
    assert sign_in("kanri").get("/disclosure-forms").status == 403
