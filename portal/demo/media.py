"""The demo's media ledger: the media of 健康推進課, the lists from which a request is filled, a stock-take of the spring."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select

from portal.accounts.models import Section, Staff
from portal.clock import JAPAN
from portal.db import db
from portal.media.medium_models import Difference, MediumEvent, Stocktake, StocktakeScan
from portal.media.medium_step_rules import MediumStep
from portal.media.models import Destination, ListedSystem, ListedTerminal, MediaSeries, Medium, MediumSystem, Worker
from portal.media.number_rules import Series
from portal.media.rules import Condition, Employer, Encryption, MediumKind, PlaceKind
from portal.media.stocktake_rules import Found

YEAR = 2026
SINCE, UNTIL = date(2026, 4, 1), date(2027, 3, 31)
SYSTEMS = ("健康管理システム", "国の接種記録システム", "予防接種事務ポータル", "県の報告システム")
TERMINALS = (
    ("KENKO-05", "執務室 3番机"),
    ("KENKO-07", "執務室 国のシステム専用"),
    ("KENKO-08", "執務室 窓口奥"),
    ("TABLET-01", "会場用タブレット"),
    ("TABLET-02", "会場用タブレット"),
    ("TABLET-03", "会場用タブレット"),
)
STAFF_WORKERS = ("daicho", "daicho2", "madoguchi", "madoguchi2", "kacho", "baitai", "toiawase")
CONTRACTED = (("塙 涼子", "みほん計算センター"), ("根岸 直人", "みほん計算センター"), ("青木 舞", "架空運輸"))
DESTINATIONS = (
    (PlaceKind.NATIONAL, "国の接種記録システム", ""),
    (PlaceKind.PREFECTURE, "茨城県 感染症対策課", "水戸市笠原町"),
    (PlaceKind.CLINIC, "見本内科クリニック", "ひたちなか市見本町"),
    (PlaceKind.CONTRACTOR, "みほん計算センター", "水戸市見本町"),
    (PlaceKind.VENUE, "総合体育館 集団接種会場", "ひたちなか市新光町"),
    (PlaceKind.OWN_OFFICE, "健康推進課 那珂湊分室", "那珂湊支所2階"),
    (PlaceKind.OTHER_SECTION, "総務課", "市役所本庁舎"),
    (PlaceKind.OTHER, "県立図書館 研修室", "水戸市三の丸"),
)


@dataclass(frozen=True)
class Story:
    """One medium of the demo. `steps`: what happened to it since, each with its day and words."""

    kind: MediumKind
    maker: str
    model: str
    serial: str
    capacity: str
    encryption: Encryption
    place: str
    uses: str
    condition: Condition = Condition.USABLE
    until: date = UNTIL
    steps: tuple[tuple[date, MediumStep, str], ...] = ()


_USB = (MediumKind.USB, "エレコム", "MF-ENU3A16GBK")
_CABINET, _COUNTER = "執務室の施錠保管庫 1段目", "執務室の施錠保管庫 2段目"
_TO_NATION = "国の接種記録システムへの登録"
_REPAIRED = (
    (date(2026, 6, 2), MediumStep.BREAK, "端末に挿しても認識しない"),
    (date(2026, 6, 4), MediumStep.REPAIR, "メーカーの修理窓口。6月末に戻る予定"),
)
STORIES = (
    Story(*_USB, "4C53A00012", "16GB", Encryption.HARDWARE, _CABINET, _TO_NATION),
    Story(*_USB, "4C53A00013", "16GB", Encryption.HARDWARE, _CABINET, _TO_NATION),
    Story(*_USB, "4C53A00014", "16GB", Encryption.HARDWARE, _CABINET, _TO_NATION),
    Story(*_USB, "4C53A00015", "16GB", Encryption.HARDWARE, _COUNTER, "会場への名簿の持出"),
    Story(*_USB, "4C53A00016", "16GB", Encryption.HARDWARE, _COUNTER, "会場への名簿の持出"),
    Story(*_USB, "4C53A00017", "16GB", Encryption.HARDWARE, _COUNTER, "委託先との受渡し"),
    Story(MediumKind.DISK, "バッファロー", "HD-PCFS1.0U3", "B2K7710045", "1TB", Encryption.SOFTWARE, _CABINET, "年度末の保存"),
    Story(MediumKind.DISK, "バッファロー", "HD-PCFS1.0U3", "B2K7710046", "1TB", Encryption.SOFTWARE, _CABINET, "年度末の保存"),
    Story(MediumKind.SD, "東芝", "SDAR40N32G", "T32-009112", "32GB", Encryption.ZIP_AES256, _COUNTER, "会場タブレットの設定"),
    Story(MediumKind.OPTICAL, "三菱ケミカル", "DVD-R 4.7GB", "DVD-2026-001", "4.7GB", Encryption.ZIP_AES256, _COUNTER, "県への報告"),
    Story(*_USB, "4C53A00009", "8GB", Encryption.HARDWARE, _CABINET, _TO_NATION, Condition.IN_REPAIR, UNTIL, _REPAIRED),
    Story(*_USB, "4C53A00008", "8GB", Encryption.PASSWORD, _CABINET, "委託先との受渡し", until=date(2026, 12, 31)),
)


def add_media(staff: Mapping[str, int]) -> None:
    """Inside writing(): what is not there yet. `staff`: ids by login name."""
    session = db.session()
    if session.scalar(select(Medium.id).limit(1)) is not None:
        return
    section = session.scalars(select(Section.id).where(Section.code == "kenko")).one()
    names = dict(session.execute(select(Staff.login_name, Staff.name)).all())
    systems = [ListedSystem(public_id=_public_id(), name=name) for name in SYSTEMS]
    session.add_all(systems)
    session.add_all(Destination(public_id=_public_id(), kind=kind, name=name, address=address) for kind, name, address in DESTINATIONS)
    of_section = {"section_id": section, "starts_on": SINCE}
    session.add_all(ListedTerminal(public_id=_public_id(), name=name, place=place, **of_section) for name, place in TERMINALS)
    session.add_all(
        Worker(public_id=_public_id(), staff_id=staff[login], name=names[login], employer=Employer.CITY, **of_section)
        for login in STAFF_WORKERS
    )
    session.add_all(
        Worker(public_id=_public_id(), name=name, company=company, employer=Employer.CONTRACTOR, **of_section)
        for name, company in CONTRACTED
    )
    media = [_medium(story, running, section, staff) for running, story in enumerate(STORIES, start=1)]
    session.add_all(media)
    session.add(MediaSeries(series=Series.MEDIUM, fiscal_year=YEAR, last=len(media)))
    session.flush()
    _tell(media, staff["baitai"])
    session.add_all(MediumSystem(medium_id=medium.id, system_id=systems[which].id) for medium in media[:3] for which in (0, 1, 2))
    _count_in_spring(media, section, staff["baitai"])
    session.flush()


def _medium(story: Story, running: int, section: int, staff: Mapping[str, int]) -> Medium:
    return Medium(
        public_id=_public_id(),
        fiscal_year=YEAR,
        running=running,
        kind=story.kind,
        maker=story.maker,
        model=story.model,
        serial=story.serial,
        capacity=story.capacity,
        encryption=story.encryption,
        section_id=section,
        keeper_id=staff["baitai"],
        place=story.place,
        uses=story.uses,
        permitted_from=SINCE,
        permitted_until=story.until,
        condition=story.condition,
        registered_at=_at(SINCE, 9),
        registered_by=staff["baitai"],
    )


def _tell(media: list[Medium], custodian: int) -> None:
    for medium, story in zip(media, STORIES, strict=True):
        told = ((SINCE, MediumStep.REGISTER, ""), *story.steps)
        db.session().add_all(
            MediumEvent(medium_id=medium.id, at=_at(day, 10), by=custodian, what=what, words=words) for day, what, words in told
        )


def _count_in_spring(media: list[Medium], section: int, custodian: int) -> None:
    """All were seen but one, which lay on another shelf and was seen after the weekend."""
    session, day, missed = db.session(), date(2026, 5, 29), media[7]
    by = {"section_id": section, "started_on": day, "started_by": custodian, "closed_by": custodian}
    seen = len(media) - 1
    stocktake = Stocktake(public_id=_public_id(), started_at=_at(day, 16), closed_at=_at(day, 17), expected=len(media), seen=seen, **by)
    session.add(stocktake)
    session.flush()
    for medium in media:
        if medium is missed:
            continue
        medium.seen_on = day
        words = f"{medium.number.shown}を確認しました。"
        scan = StocktakeScan(stocktake_id=stocktake.id, medium_id=medium.id, number=medium.number.shown, found=Found.SEEN, words=words)
        scan.at, scan.by = _at(day, 16), custodian
        session.add(scan)
    difference = Difference(public_id=_public_id(), stocktake_id=stocktake.id, medium_id=missed.id, number=missed.number.shown)
    difference.found, difference.words = Found.NOT_SEEN, "台帳では利用可ですが、読み取られていません。"
    difference.settled_at, difference.settled_by = _at(date(2026, 6, 1), 9), custodian
    difference.settled_words = "別の段にあった。1段目に戻した"
    missed.seen_on = date(2026, 6, 1)
    session.add(difference)


def _public_id() -> str:
    return secrets.token_hex(16)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), JAPAN)
