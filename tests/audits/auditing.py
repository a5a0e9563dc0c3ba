"""A run walked as the auditor walks it."""

from datetime import date, timedelta

from sqlalchemy import select

from portal import clock
from portal.audits.models import AuditFinding, AuditPoint, AuditRun
from portal.audits.rules import Point
from portal.db import reading
from portal.text.wareki import format_date
from tests.conftest import Browser
from tests.people import PASSWORD

PERIOD = {"first": "令和8年4月1日", "kind": "yearly", "reason": "令和8年度 定期監査", "section": ""}


def start(browser: Browser, **form: str) -> str:
    """The run's address."""
    browser.get("/audits/new")
    browser.post("/audits/new", PERIOD | {"last": format_date(clock.today())} | form)
    return browser.location


def point_url(point: Point) -> str:
    with reading() as session:
        of_point = select(AuditPoint.public_id).where(AuditPoint.point == point).order_by(AuditPoint.id.desc())
        return f"/audit-points/{session.scalars(of_point).first()}"


def answer(browser: Browser, point: Point, word: str, note: str = "") -> Browser:
    browser.get(point_url(point))
    return browser.post(point_url(point), {"answer": word, "note": note})


def add_finding(browser: Browser, point: Point, section: str, due: date | None = None) -> Browser:
    due = due or clock.today() + timedelta(days=30)
    browser.get(point_url(point))
    form = {"words": "鍵の管理者が決まっていない", "measure": "管理者を決めて掲示する", "due": format_date(due), "section": section}
    return browser.post(f"{point_url(point)}/findings", form)


def answer_all(browser: Browser, but: Point | None = None) -> None:
    for point in Point:
        if point is not but:
            answer(browser, point, "good")


def sign(browser: Browser, run_url: str, conclusion: str = "おおむね適正。") -> Browser:
    browser.get(run_url)
    return browser.post(f"{run_url}/signature", {"conclusion": conclusion, "password": PASSWORD})


def the_finding() -> AuditFinding:
    with reading() as session:
        return session.scalars(select(AuditFinding)).one()


def the_run() -> AuditRun:
    with reading() as session:
        return session.scalars(select(AuditRun)).one()
