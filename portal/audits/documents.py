"""The paper of a run: the check sheet with its facts and answers, the findings, the signature (A4, R5-2)."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from portal.audits.queries import RunView
from portal.audits.rules import ANSWER_WORDS, FINDING_WORDS, RUN_KIND_WORDS
from portal.text.wareki import format_date, format_datetime
from portal.vouchers.kept_paper import refusing_unprintable
from portal.vouchers.typesetting import compiled_pdf

TEMPLATE = Path(__file__).parents[2] / "templates" / "audits" / "run.typ"


def run_pdf(view: RunView, *, made_at: datetime) -> bytes:
    """A4 upright, one point a row. Raises Refused with the reason when a character cannot be printed."""
    with refusing_unprintable("監査の内容は変えていません。"):
        return compiled_pdf(TEMPLATE, {"run": _content(view, made_at)}, issued_at=made_at)


def _content(view: RunView, made_at: datetime) -> dict[str, object]:
    run = view.row
    return {
        "number": run.shown,
        "kind": RUN_KIND_WORDS[run.kind],
        "section": view.section,
        "period": f"{format_date(run.first_day)}から{format_date(run.last_day)}まで",
        "reason": run.reason,
        "started": f"{format_datetime(run.started_at)} {view.started_by}",
        "facts_at": format_datetime(run.facts_at),
        "signed": f"{format_datetime(run.signed_at)} {view.signed_by}" if run.signed_at else "",
        "conclusion": run.conclusion,
        "made": format_datetime(made_at),
        "points": [
            {
                "question": point.question,
                "promise": point.promise,
                "fact": asdict(point.fact),
                "answer": ANSWER_WORDS[point.row.answer] if point.row.answer else "",
                "note": point.row.note,
                "by": point.answered_by,
            }
            for point in view.points
        ],
        "findings": [
            {
                "place": place,
                "question": point.question,
                "section": finding.section,
                "words": finding.row.words,
                "measure": finding.row.measure,
                "due": format_date(finding.row.due_on),
                "state": FINDING_WORDS[finding.row.state],
                "events": [f"{format_datetime(event.at)} {word} {name} {event.words}" for event, word, name in finding.events[1:]],
            }
            for place, (point, finding) in enumerate(((point, finding) for point in view.points for finding in point.findings), 1)
        ],
    }
