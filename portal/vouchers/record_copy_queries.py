"""接種記録の写し read: what could stand on it, one copy with its page, and every paper that a person was given."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal, null, select, union_all

from portal.accounts.models import Staff
from portal.db import db
from portal.doses.queries import DoseView
from portal.errors import NotFound
from portal.vouchers.fee_rules import PAPER_WORDS, Charge, PaperKind, fee_words
from portal.vouchers.models import Certificate
from portal.vouchers.record_copy_models import RecordCopy, RecordCopyPrint
from portal.vouchers.record_copy_rules import GROUND_WORDS
from portal.vouchers.rules import APPLICANT_WORDS, DELIVERED_WORDS

OTHER = "other"


@dataclass(frozen=True)
class PaperGiven:
    """One 接種済証 or 接種記録の写し of a person, or the refusal of one, as the resident page lists it."""

    kind: PaperKind
    public_id: str
    issued_at: datetime
    issued_by: str
    applicant_word: str
    programme_code: str
    delivery_word: str
    fee_words: str
    refused: str

    @property
    def word(self) -> str:
        return PAPER_WORDS[self.kind]


def papers_given(resident_id: int) -> list[PaperGiven]:
    """Inside a door: the newest first, in one statement."""
    mine = ("public_id", "issued_at", "issued_by", "applicant", "delivery", "fee_yen", "waiver", "waiver_note", "resident_id")
    certificates = select(
        literal(PaperKind.CERTIFICATE.value).label("kind"),
        *(getattr(Certificate, name) for name in mine),
        Certificate.programme_code,
        null().label("ground"),
        literal("").label("ground_note"),
    ).where(Certificate.resident_id == resident_id)
    copies = select(
        literal(PaperKind.RECORD_COPY.value),
        *(getattr(RecordCopy, name) for name in mine),
        literal(""),
        RecordCopy.ground,
        RecordCopy.ground_note,
    ).where(RecordCopy.resident_id == resident_id)
    papers = union_all(certificates, copies).subquery()
    rows = db.session().execute(
        select(papers, Staff.name).join(Staff, Staff.id == papers.c.issued_by).order_by(papers.c.issued_at.desc(), papers.c.kind)
    )
    return [_given(row) for row in rows]


def _given(row: object) -> PaperGiven:
    (kind, public_id, issued_at, _, applicant, delivery, yen, waiver, waiver_note, _, programme, ground, ground_note, name) = row  # pyright: ignore[reportGeneralTypeIssues]
    return PaperGiven(
        kind=PaperKind(kind),
        public_id=public_id,
        issued_at=issued_at,
        issued_by=name,
        applicant_word=APPLICANT_WORDS[applicant],
        programme_code=programme,
        delivery_word=DELIVERED_WORDS[delivery] if delivery else "",
        fee_words=fee_words(Charge(yen, waiver, waiver_note)),
        refused="。".join(part for part in (GROUND_WORDS[ground], ground_note) if part) if ground else "",
    )


@dataclass(frozen=True)
class CopyView:
    """One copy that was given out, as its page shows it."""

    public_id: str
    issued_at: datetime
    issued_by: str
    applicant_word: str
    identity_checked: str
    delivery_word: str
    fee_words: str
    memo: str


def copy_row(public_id: str) -> RecordCopy:
    """Inside a door; NotFound when there is none, or when it was refused and so has no page."""
    copy = db.session().scalar(select(RecordCopy).where(RecordCopy.public_id == public_id, RecordCopy.ground.is_(None)))
    if copy is None:
        raise NotFound
    return copy


def copy_view(copy: RecordCopy) -> CopyView:
    """Inside a door."""
    return CopyView(
        public_id=copy.public_id,
        issued_at=copy.issued_at,
        issued_by=db.session().scalar(select(Staff.name).where(Staff.id == copy.issued_by)) or "",
        applicant_word=APPLICANT_WORDS[copy.applicant],
        identity_checked=copy.identity_checked,
        delivery_word=DELIVERED_WORDS[copy.delivery] if copy.delivery else "",
        fee_words=fee_words(Charge(copy.fee_yen, copy.waiver, copy.waiver_note)),
        memo=copy.memo,
    )


def times_printed(copy_id: int) -> int:
    return db.session().scalar(select(func.count()).where(RecordCopyPrint.record_copy_id == copy_id)) or 0


def choices_of(doses: Sequence[DoseView], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """The programmes of which the ledger has a dose of this person, as the form offers them; what no programme names comes last."""
    counts: dict[str, int] = {}
    for dose in doses:
        code = dose.programme_code if dose.programme_code in names else OTHER
        counts[code] = counts.get(code, 0) + 1
    codes = [code for code in (*names, OTHER) if code in counts]
    return [(code, f"{names.get(code, 'その他の接種')}({counts[code]}回)") for code in codes]


def in_order(doses: Sequence[DoseView], chosen: Collection[str], names: Mapping[str, str]) -> list[DoseView]:
    """The chosen doses by programme as it is offered, the first dose first."""
    codes = [*names, OTHER]
    picked = [dose for dose in doses if _code(dose, names) in chosen]
    return sorted(picked, key=lambda dose: (codes.index(_code(dose, names)), dose.given_on, dose.dose_number))


def scope_words(doses: Sequence[DoseView], chosen: Collection[str], names: Mapping[str, str]) -> str:
    """Whether the paper shows all or a part: said on it, so that nobody takes a part for all."""
    missing = [dose for dose in doses if _code(dose, names) not in chosen]
    return "台帳にあるすべての接種" if not missing else f"請求のあった接種({len(doses) - len(missing)}回)"


def _code(dose: DoseView, names: Mapping[str, str]) -> str:
    return dose.programme_code if dose.programme_code in names else OTHER
