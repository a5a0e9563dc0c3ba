"""The page of a paper: made once, from the sheet that was written with it, and the same bytes ever after (docs/decisions/007)."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from sqlalchemy import select, update
from sqlalchemy.orm import Mapped

from portal.db import reading, writing
from portal.errors import Refused
from portal.vouchers.typesetting import FontsNotInstalled, MissingGlyph, TextTooLong


class KeptPaper(Protocol):
    """A table whose rows are papers: `pdf` is None until the first printing."""

    id: Mapped[int]
    pdf: Mapped[bytes | None]
    sha256: Mapped[str]


@contextmanager
def refusing_unprintable(then: str = "何も変えていません。", *, also: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """A page that cannot be made is refused with its reason. `then`: what follows from that; `also`: what else a page may fail by."""
    try:
        yield
    except (MissingGlyph, TextTooLong, FontsNotInstalled, *also) as error:
        raise Refused(f"{error} {then}") from error


def kept_page(paper: type[KeptPaper], row_id: int, make: Callable[[], bytes]) -> bytes:
    """Through doors of its own: the page as it was kept, or made now and kept."""
    with reading() as session:
        kept = session.scalar(select(paper.pdf).where(paper.id == row_id))
    if kept is not None:
        return kept
    pdf = make()
    digest = hashlib.sha256(pdf).hexdigest()
    with writing() as session:
        session.execute(update(paper).where(paper.id == row_id, paper.pdf.is_(None)).values(pdf=pdf, sha256=digest))
    return pdf
