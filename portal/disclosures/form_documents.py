"""The blank forms on paper: a front to fill in, a back that explains it; nobody stands on them."""

from datetime import datetime

from portal.config import ROOT, Settings
from portal.disclosures.form_rules import BLANK_LAWS, BLANK_NOTES, BLANK_WORDS, BlankKind
from portal.disclosures.notice_documents import FOLDER
from portal.disclosures.rules import PROOF_WORDS, ProofKind
from portal.vouchers.typesetting import compiled_pdf

FORMS = FOLDER / "forms.typ"
# The rows, boxes and the back are those of the other application forms of the counter.
COMMON = ROOT / "templates" / "applications" / "common.typ"
AUTHORITIES = (ProofKind.FAMILY_REGISTER, ProofKind.GUARDIAN_RECORD, ProofKind.PROXY, ProofKind.SEAL_RECORD, ProofKind.REPLY)


def form_pdf(kind: BlankKind, settings: Settings, *, made_at: datetime) -> bytes:
    """One PDF/A-2u, front and back; the same time and settings give the same bytes. Raises MissingGlyph, TextTooLong."""
    sheet = {
        "kind": kind.value,
        "title": BLANK_WORDS[kind],
        "law": BLANK_LAWS[kind],
        "mayor_title": settings.mayor,
        "applied_on_words": "",
        "code": None,
        "municipality_name": settings.municipality_name,
        "office_lines": (settings.municipality_name, *settings.disclosure_office_lines),
        "notes": [note.format(days=settings.disclosure_days) for note in BLANK_NOTES[kind]],
        "proofs": [word for proof, word in PROOF_WORDS.items() if proof not in AUTHORITIES],
        "authorities": [PROOF_WORDS[proof] for proof in AUTHORITIES],
    }
    return compiled_pdf(FORMS, {"sheet": sheet}, issued_at=made_at, pieces=(COMMON,))
