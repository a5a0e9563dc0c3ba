"""A small invented city in which every kind of search has somebody to find, to rank and to pass over."""

from datetime import date
from typing import Any

from portal.clock import now
from portal.residents.rules import Category, Movement, Protection, Sex
from tests.factories import a_dose, a_programme, a_resident, a_voucher, the_covid_programme

OLD_WATANABE = "渡邉\U000e0101"
GONE = {"moved_on": date(2025, 3, 31)}
DEAD = {"category": Category.DEAD, "movement": Movement.DIED} | GONE
MOVED_OUT = {"category": Category.MOVED_OUT, "movement": Movement.MOVED_OUT} | GONE
LONG = "架空谷マリア・アンジェリカ・デ・ロス・サントス・ガルシア・ロドリゲス"

# The word by which searches.tsv calls each person; name, kana, birth, address, telephone number, and what else is out of the ordinary.
PEOPLE: dict[str, tuple[str, str, str, str, str, dict[str, Any]]] = {
    "w1": ("渡辺 和子", "ワタナベ カズコ", "1948-05-14", "大字中根9871番地3", "029-000-4471", {"resident_number": "0004187205"}),
    "w2": ("渡辺 和子", "ワタナベ カズコ", "1948-05-14", "大字田彦9604番地", "029-000-1948", {"building": "汐風ハイツ203"}),
    "w3": (
        f"{OLD_WATANABE} 和子",
        "ワタナベ カズコ",
        "1948-11-02",
        "大字中根9977番地",
        "029-000-9977",
        {"protection": Protection.STALKING},
    ),
    "w4": ("渡邊 和子", "ワタナベ カズコ", "1948-01-30", "大字足崎9121番地", "", DEAD),
    "w5": ("鈴木 和子", "スズキ カズコ", "1948-09-08", "阿字ヶ浦町9920番地", "", {"former_surname": "渡辺"}),
    "w6": ("渡辺 和香子", "ワタナベ ワカコ", "1948-03-03", "青葉町91番22号", "", {}),
    "w7": ("渡辺 和子", "ワタナベ カズコ", "1956-07-19", "大字津田9733番地5", "", {}),
    "w8": ("渡辺 和子", "ワタナベ カズコ", "1985-02-01", "", "", MOVED_OUT),
    "w9": ("渡部 一郎", "ワタベ イチロウ", "1950-12-31", "青葉町91番5号", "029-000-9871", {"sex": Sex.MALE}),
    "n1": ("中根 次郎", "ナカネ ジロウ", "1962-02-28", "松戸町一丁目14番1号", "029-000-0001", {"sex": Sex.MALE}),
    "n2": ("関根 中", "セキネ アタル", "1964-02-29", "大字中根9001番地", "029-000-0002", {"sex": Sex.MALE}),
    "n3": ("田中 根子", "タナカ ネコ", "1971-06-06", "外野9941番地", "", {}),
    "s1": ("高崎 健一", "タカサキ ケンイチ", "1960-01-02", "笹野町2丁目10番1号", "", {"sex": Sex.MALE}),
    "s2": ("髙﨑 謙一", "タカサキ ケンイチ", "1961-01-02", "笹野町2-10-12", "", {"sex": Sex.MALE}),
    "s3": ("高橋 真一", "タカハシ シンイチ", "1989-01-08", "西大島98番1号", "", {"sex": Sex.MALE}),
    "s4": ("斎藤 静", "サイトウ シズ", "1926-12-25", "大平9番9号", "", {}),
    "s5": ("齋藤 静江", "サイトウ シズエ", "1926-12-24", "大平9番10号", "", {}),
    "s6": ("齊藤 しず", "サイトウ シズ", "1912-07-30", "大平9番11号", "", {}),
    "y1": ("𠮷野 花", "ヨシノ ハナ", "2019-05-01", "大字高場9700番地", "", {}),
    "y2": ("吉野 桜", "ヨシノ サクラ", "2019-04-30", "大字高場9700番地", "", {}),
    "o1": ("大野 優子", "オオノ ユウコ", "1955-08-15", "東石川二丁目10番1号", "029-000-5001", {}),
    "o2": ("小野 裕子", "オノ ユウコ", "1955-08-16", "東石川2-10-11", "029-000-5002", {}),
    "o3": ("大庭 洋平", "オオバ ヨウヘイ", "1999-09-09", "大字稲田9200番地の2", "", {"sex": Sex.MALE}),
    "j1": ("伊藤 純一郎", "イトウ ジュンイチロウ", "1942-01-08", "大字長砂9050番地", "", {"sex": Sex.MALE}),
    "h1": ("服部 智恵", "ハットリ チエ", "1977-07-07", "大字市毛9333番地", "", {}),
    "h2": ("千葉 千鶴子", "チバ チヅコ", "1939-03-31", "大字堀口9222番地", "", {}),
    "k1": ("KIM YOUNG", "キム ヨン", "1983-10-10", "青葉町10番1号", "090-0000-1111", {"alias_name": "金田 英", "roman_name": "KIM YOUNG"}),
    "g1": ("GARCIA MARIA", "ガルシア マリア", "1990-04-01", "青葉町10番2号", "", {"roman_name": "GARCIA MARIA"}),
    "v1": ("NGUYEN VAN AN", "グエン ヴァン アン", "1995-04-02", "大字佐和9444番地", "", {"building": "メゾン中根108号"}),
    "a1": ("東 一", "アズマ ハジメ", "1970-01-01", "大字枝川9111番地", "090-0000-2222", {"sex": Sex.MALE}),
    "a2": ("東 和子", "ヒガシ カズコ", "1970-01-01", "大字枝川9111番地", "090-0000-2222", {}),
    "b1": ("さくら ひなた", "サクラ ヒナタ", "2001-01-01", "コーポさくら町1番", "", {}),
    "u1": ("見本 日不詳", "ミホン ヒフショウ", "1948-05-00", "大字馬渡9060番地", "", {}),
    "u2": ("見本 年不詳", "ミホン ネンフショウ", "0000-00-00", "大字馬渡9061番地", "", {}),
    "l1": (LONG, "カクウダニマリア", "1980-12-31", "大字中根9988番地 市営住宅第十二号棟東側三階三百五号室", "", {}),
    "x1": ("見本 100%太郎", "ミホン タロウ", "1971-07-07", "大字高野9300番地", "", {"building": "O'Neil_荘"}),
    "q1": ("番号 花", "バンゴウ ハナ", "1966-06-06", "大字高野9301番地", "029-000-6006", {"resident_number": "0290004471"}),
    "q2": ("番号 次", "バンゴウ ツギ", "1967-06-06", "大字高野9302番地", "", {"resident_number": "19480514"}),
    "e1": ("市外 遠子", "シガイ トオコ", "1975-05-05", "茨城県水戸市大字河和田9411番地8", "", {"category": Category.NOT_REGISTERED}),
}


def found_city() -> dict[str, str]:
    """Everybody above with their vouchers and doses; the word of each by public id."""
    a_programme()
    the_covid_programme()
    people = {}
    for word, (name, kana, birth, address, phone, more) in PEOPLE.items():
        people[word] = a_resident(name=name, kana=kana, birth=birth, address=address, phone=phone, **more)
    a_voucher(people["w1"], number="0000412873", dose_number=2)
    a_voucher(people["w1"], number="0000398160", dose_number=1)
    a_dose(people["w1"], dose_number=1)
    a_voucher(people["w2"], number="0000371555", voided_at=now(), void_reason="再発行のため無効")
    a_voucher(people["w3"], number="0000500001")
    a_voucher(people["q2"], number="0290004471")
    a_dose(people["o1"], programme_code="covid", dose_number=3, voucher_number="9000000077")
    a_dose(people["o2"], programme_code="covid", dose_number=3, voucher_number="9000000077")
    return {resident.public_id: word for word, resident in people.items()}
