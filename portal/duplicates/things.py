"""What hangs on a record, each thing in one line. Inside a door."""

from datetime import date

from sqlalchemy import select

from portal.arrivals.models import Arrival
from portal.arrivals.queries import number_of
from portal.db import db
from portal.doses.match_rules import WAIT_REASON_WORDS
from portal.doses.models import WaitingDose
from portal.doses.queries import DoseView, doses_of
from portal.doses.waiting_rules import WAIT_STATE_WORDS
from portal.duplicates.compared import Things
from portal.programmes.models import Programme
from portal.residents.contact_queries import contacts_of
from portal.residents.contact_rules import STANDING_WORDS, Entry
from portal.residents.note_queries import notes_of
from portal.residents.note_rules import NoteView
from portal.residents.queries import ResidentView
from portal.text.wareki import format_date, format_short
from portal.vouchers.fee_rules import PaperKind
from portal.vouchers.models import Certificate
from portal.vouchers.queries import VoucherView, vouchers_of
from portal.vouchers.record_copy_queries import papers_given

NOT_SHOWN = "(内容は表示しません)"


def things_of_both(first: ResidentView, second: ResidentView, day: date) -> list[Things]:
    """Every kind of thing, also where both have none: that too is said."""
    names = {programme.code: programme.name for programme in db.session().scalars(select(Programme))}
    sides = [_things_of(person, day, names) for person in (first, second)]
    return [Things(word, sides[0][word], sides[1][word]) for word in sides[0]]


def _things_of(person: ResidentView, day: date, names: dict[str, str]) -> dict[str, list[str]]:
    doses = doses_of(person.id)
    certificates = db.session().scalars(select(Certificate).where(Certificate.resident_id == person.id).order_by(Certificate.id.desc()))
    arrivals = db.session().scalars(select(Arrival).where(Arrival.resident_id == person.id).order_by(Arrival.id.desc()))
    waiting = db.session().scalars(select(WaitingDose).where(WaitingDose.resident_id == person.id).order_by(WaitingDose.id.desc()))
    return {
        "接種記録": [_dose(dose, names) for dose in doses],
        "接種券": [_voucher(voucher) for voucher in vouchers_of(person.id, doses)],
        "接種済証": [f"{format_short(row.issued_at.date())}発行 {names.get(row.programme_code, '')}" for row in certificates],
        "接種記録の写し": [
            f"{format_short(paper.issued_at.date())} {paper.refused or paper.applicant_word}"
            for paper in papers_given(person.id)
            if paper.kind is PaperKind.RECORD_COPY
        ],
        "送付先・連絡先": [_contact(entry) for entry in contacts_of(person, day) if entry.is_current],
        "申し送り": [_note(note) for note in notes_of(person, day)],
        "異動反映待ちの申請": [number_of(row) for row in arrivals],
        "登録待ちの接種": [f"{WAIT_STATE_WORDS[row.state]}: {WAIT_REASON_WORDS[row.reason]}" for row in waiting],
    }


def _dose(dose: DoseView, names: dict[str, str]) -> str:
    what = f"{names.get(dose.programme_code, dose.programme_code)} {dose.dose_number}回目 {format_short(dose.given_on)}"
    return " ".join(part for part in (what, dose.institution, dose.lot_number) if part)


def _voucher(voucher: VoucherView) -> str:
    return f"{voucher.number} {voucher.programme_name} {voucher.dose_number}回目({voucher.state_word})"


def _contact(entry: Entry) -> str:
    what = NOT_SHOWN if entry.details is None else " ".join(value for _, value in entry.details.lines)
    return f"{entry.kind_words}({STANDING_WORDS[entry.standing]}) {what}"


def _note(note: NoteView) -> str:
    text = NOT_SHOWN if note.is_hidden else note.text
    return f"{text}({format_date(note.ends_on)}まで{'・終えた' if note.ended_at else ''})"
