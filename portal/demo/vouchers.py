"""The running programme person by person: the voucher of the first mailing, reissues over the counter, and the doses given with them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from portal.accounts.rules import Channel
from portal.clock import JAPAN
from portal.demo.chance import REFERENCE_DAY, draw, happens, pick, weighted, whole
from portal.demo.doses import HALF, PFIZER, GivenDose, invented_lot, month_after
from portal.demo.people import Person
from portal.demo.places import ADULTS_CLINICS, HALLS
from portal.residents.rules import Category, age_on
from portal.vouchers.rules import Applicant, Delivery, Document, Reason

RESIDENT = "resident-r8"
MAILED_ON = date(2026, 9, 14)
INTERVAL_DAYS = 28
MINIMUM_AGE = 12
HOLIDAYS = frozenset({date(2026, 9, 21), date(2026, 9, 22), date(2026, 9, 23), date(2026, 10, 12), date(2026, 11, 3)})
MONDAY, SATURDAY = 0, 5
CLERKS = ("madoguchi", "madoguchi2")
RETURNED = "返戻(あて所に尋ねあたらず)のため無効"
REISSUED = "再発行のため無効"


@dataclass(slots=True, eq=False)
class IssuedVoucher:
    """A voucher from its issue to its end; the number comes from the series when the whole city is lined up."""

    dose_number: int
    issued_at: datetime
    number: str = ""
    issued_by: str = ""
    reason: Reason | None = None
    channel: Channel | None = None
    applicant: Applicant | None = None
    documents: tuple[Document, ...] = ()
    delivery: Delivery | None = None
    replaces: "IssuedVoucher | None" = None
    voided_at: datetime | None = None
    void_reason: str = ""
    used_by: GivenDose | None = None

    @property
    def mailed_first(self) -> bool:
        """Whether it belongs to the first mailing, whose numbers run through the register."""
        return self.issued_at == _moment(MAILED_ON, 9, 0)


def course(chance: Random, person: Person) -> tuple[list[IssuedVoucher], list[GivenDose]]:
    """Vouchers in the order of their issue, and the doses of 令和8年度 住民接種 that were given with them."""
    first = _first_voucher(chance, person)
    if first is None:
        return [], []
    vouchers, doses = [first], list[GivenDose]()
    live = _reissue(chance, person, first, vouchers)
    if live is None or not happens(chance, 0.42 if person.birth.year < 1961 else 0.27):
        return vouchers, doses
    day = _open_day(live.issued_at.date() + timedelta(days=whole(chance, 10, 58)))
    if day > REFERENCE_DAY or _gone_by(person, day):
        return vouchers, doses
    doses.append(_give(chance, person, live, day))
    _second(chance, person, vouchers, doses)
    return vouchers, doses


def _first_voucher(chance: Random, person: Person) -> IssuedVoucher | None:
    """Nobody protected, nobody who had left, nobody too young; who came after the mailing asks at the counter, or has not yet."""
    if person.protection is not None or person.category is Category.NOT_REGISTERED or happens(chance, 0.012):
        return None
    came = person.came_on
    if came is not None and came > MAILED_ON - timedelta(days=10):
        return _asked_for(chance, person, came)
    if _gone_by(person, MAILED_ON) or not _old_enough(person, MAILED_ON):
        return None
    return IssuedVoucher(1, _moment(MAILED_ON, 9, 0), delivery=Delivery.POST_TO_ADDRESS)


def _asked_for(chance: Random, person: Person, came: date) -> IssuedVoucher | None:
    day = _office_day(max(came, MAILED_ON) + timedelta(days=whole(chance, 2, 20)))
    if day > REFERENCE_DAY or not _old_enough(person, day) or happens(chance, 0.5):
        return None
    return _handed_over(chance, IssuedVoucher(1, _office_hour(chance, day)))


def _reissue(chance: Random, person: Person, first: IssuedVoucher, vouchers: list[IssuedVoucher]) -> IssuedVoucher | None:
    """The voucher that is live in the end: the first, the one in its place, or none when it came back and nobody asked."""
    reason = draw(chance, REISSUES) if happens(chance, 0.028) else None
    if reason is None:
        return first
    day = _office_day(first.issued_at.date() + timedelta(days=whole(chance, 8, 50)))
    if day > REFERENCE_DAY or _gone_by(person, day):
        return first
    at = _office_hour(chance, day)
    first.voided_at = at
    if reason is Reason.NOT_DELIVERED and happens(chance, 0.4):
        first.void_reason = RETURNED
        return None
    first.void_reason = REISSUED
    again = _handed_over(chance, IssuedVoucher(1, at, reason=reason, replaces=first))
    vouchers.append(again)
    return again


def _handed_over(chance: Random, voucher: IssuedVoucher) -> IssuedVoucher:
    """Who asked, on what proof, and how it reached them."""
    voucher.issued_by = pick(chance, CLERKS)
    voucher.channel = Channel.COUNTER if happens(chance, 0.8) else Channel.POST
    voucher.delivery = Delivery.HANDED_OVER if voucher.channel is Channel.COUNTER else Delivery.POST_TO_ADDRESS
    voucher.applicant = draw(chance, APPLICANTS)
    seen = draw(chance, PROOFS)
    voucher.documents = (seen, Document.POWER_OF_ATTORNEY) if voucher.applicant is Applicant.AGENT else (seen,)
    return voucher


def _give(chance: Random, person: Person, voucher: IssuedVoucher, day: date) -> GivenDose:
    # The clinics are closed on Sundays; the halls open then.
    place = pick(chance, HALLS) if day.weekday() == SATURDAY or happens(chance, 0.25) else pick(chance, ADULTS_CLINICS)
    claimed_in = month_after(day)
    dose = GivenDose(
        programme_code=RESIDENT,
        dose_number=voucher.dose_number,
        given_on=day,
        age_when_given=age_on(person.birth, day),
        institution=place,
        doctor=pick(chance, place.doctors),
        manufacturer=PFIZER,
        lot_number=invented_lot(chance, "ZX", PFIZER),
        volume_ml=HALF,
        claim_month=claimed_in if claimed_in <= REFERENCE_DAY else None,
        subsidy_yen=3800 if claimed_in <= REFERENCE_DAY else None,
    )
    voucher.used_by = dose
    return dose


def _second(chance: Random, person: Person, vouchers: list[IssuedVoucher], doses: list[GivenDose]) -> None:
    """The second voucher goes out with the Monday mailing after the first dose was recorded."""
    first = doses[0].given_on
    recorded = first + timedelta(days=3)
    mailed = _open_day(recorded + timedelta(days=(MONDAY - recorded.weekday()) % 7))
    if mailed > REFERENCE_DAY or _gone_by(person, mailed):
        return
    voucher = IssuedVoucher(2, _moment(mailed, 9, 0), delivery=Delivery.POST_TO_ADDRESS)
    vouchers.append(voucher)
    day = _open_day(first + timedelta(days=INTERVAL_DAYS + whole(chance, 0, 14)))
    if day <= REFERENCE_DAY and not _gone_by(person, day) and happens(chance, 0.35):
        doses.append(_give(chance, person, voucher, day))


def _old_enough(person: Person, day: date) -> bool:
    return (age_on(person.birth, day) or 0) >= MINIMUM_AGE


def _gone_by(person: Person, day: date) -> bool:
    return person.left_on is not None and person.left_on <= day


def _open_day(day: date) -> date:
    while day.weekday() > SATURDAY or day in HOLIDAYS:
        day += timedelta(days=1)
    return day


def _office_day(day: date) -> date:
    while day.weekday() >= SATURDAY or day in HOLIDAYS:
        day += timedelta(days=1)
    return day


def _office_hour(chance: Random, day: date) -> datetime:
    return _moment(day, whole(chance, 9, 16), whole(chance, 0, 59))


def _moment(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), JAPAN)


REISSUES = weighted(
    [(Reason.NOT_DELIVERED, 5.0), (Reason.LOST, 6.0), (Reason.DAMAGED, 1.0), (Reason.DESTROYED, 0.5), (Reason.ADDRESS_CHANGED, 0.8)]
)
APPLICANTS = weighted([(Applicant.SELF, 7.0), (Applicant.HOUSEHOLD, 3.0), (Applicant.AGENT, 0.4)])
PROOFS = weighted(
    [
        (Document.INDIVIDUAL_NUMBER_CARD, 5.0),
        (Document.DRIVING_LICENCE, 4.0),
        (Document.INSURANCE_AND_PENSION, 1.0),
        (Document.RESIDENCE_CARD, 0.2),
        (Document.HEARING, 0.5),
    ]
)
