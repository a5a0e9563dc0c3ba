"""COVID vaccinations of each person by age group, day, maker and lot as the programme went from 2021-02 to 2024-03; lots are invented."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from portal.demo.chance import Weighted, draw, happens, pick, weighted, whole
from portal.demo.people import Person
from portal.demo.places import ADULTS_CLINICS, CHILDRENS_CLINICS, HALLS, MUNICIPALITY_CODE, OTHER_PLACES, Institution
from portal.residents.rules import Category, age_on

COVID = "covid"
LAST_COVID_DAY = date(2024, 3, 31)
PFIZER, MODERNA, ASTRAZENECA, NOVAVAX, DAIICHI = "ファイザー", "武田/モデルナ", "アストラゼネカ", "武田(ノババックス)", "第一三共"
MAKERS = (PFIZER, MODERNA, ASTRAZENECA, NOVAVAX, DAIICHI)
HALF, THREE_TENTHS, QUARTER, FIFTH = Decimal("0.50"), Decimal("0.30"), Decimal("0.25"), Decimal("0.20")
CAUTIONS = (
    "接種後に発熱・じんましん",
    "食物アレルギー(卵)",
    "血液をさらさらにする薬を服用中",
    "接種後に気分不良・30分観察",
    "アナフィラキシーの既往(他剤)",
)
# (from this day on it can be known, 罹患)
INFECTIONS = (
    (date(2021, 10, 1), "令和3年8月 新型コロナ(入院)"),
    (date(2022, 4, 1), "令和4年2月 新型コロナ"),
    (date(2022, 10, 1), "令和4年8月 新型コロナ"),
    (date(2023, 3, 1), "令和5年1月 新型コロナ"),
)


@dataclass(slots=True)
class GivenDose:
    """A row of the dose ledger: the columns of the file, except the person's number."""

    programme_code: str
    dose_number: int
    given_on: date
    age_when_given: int | None
    institution: Institution
    doctor: str
    manufacturer: str
    lot_number: str
    volume_ml: Decimal
    municipality_code: str = MUNICIPALITY_CODE
    voucher_number: str = ""
    before_moving_in: bool = False
    caution: str = ""
    past_infection: str = ""
    claim_month: date | None = None
    subsidy_yen: int | None = None


@dataclass(frozen=True)
class AgeGroup:
    """People born from this day on: how many doses they took, and the first days and lengths (days) of each dose's season."""

    born_from: date
    totals: Weighted[int]
    seasons: tuple[tuple[date, int], ...]


def _totals(*weights: float) -> Weighted[int]:
    return weighted(list(enumerate(weights)))


# From the youngest to the oldest; the second dose follows the first after 21 or 28 days whatever the season.
AGE_GROUPS = (
    AgeGroup(
        date(2017, 4, 2),
        _totals(90, 0.5, 2, 6, 1.5),
        ((date(2022, 11, 1), 110), (date(2022, 11, 22), 9), (date(2023, 1, 20), 60), (date(2023, 9, 25), 120)),
    ),
    AgeGroup(
        date(2009, 4, 2),
        _totals(55, 2, 20, 15, 8),
        ((date(2022, 3, 5), 110), (date(2022, 3, 26), 9), (date(2022, 9, 15), 120), (date(2023, 9, 25), 120)),
    ),
    AgeGroup(
        date(2003, 4, 2),
        _totals(12, 1, 22, 28, 22, 15),
        ((date(2021, 8, 10), 90), (date(2021, 8, 31), 9), (date(2022, 4, 10), 130), (date(2022, 10, 10), 110), (date(2023, 9, 25), 120)),
    ),
    AgeGroup(
        date(1957, 4, 2),
        _totals(2, 0.3, 2, 6, 16, 27, 29, 18),
        (
            (date(2021, 6, 21), 105),
            (date(2021, 7, 12), 9),
            (date(2022, 2, 10), 125),
            (date(2022, 8, 20), 60),
            (date(2022, 12, 1), 75),
            (date(2023, 5, 10), 95),
            (date(2023, 9, 22), 150),
        ),
    ),
    AgeGroup(
        date(1800, 1, 1),
        _totals(1.2, 0.2, 1.5, 2, 4, 8, 16, 67),
        (
            (date(2021, 5, 17), 60),
            (date(2021, 6, 7), 9),
            (date(2022, 1, 25), 70),
            (date(2022, 6, 20), 85),
            (date(2022, 10, 22), 85),
            (date(2023, 5, 10), 90),
            (date(2023, 9, 20), 95),
        ),
    ),
)
SHORTEST_GAP = 61
# Until this day: the makers in use, the letters of the lots.
PERIODS: tuple[tuple[date, Weighted[str], str], ...] = (
    (date(2021, 12, 31), weighted([(PFIZER, 82.0), (MODERNA, 17.5), (ASTRAZENECA, 0.5)]), "ZS"),
    (date(2022, 9, 14), weighted([(PFIZER, 60.0), (MODERNA, 39.5), (NOVAVAX, 0.5)]), "ZT"),
    (date(2023, 3, 31), weighted([(PFIZER, 78.0), (MODERNA, 21.7), (NOVAVAX, 0.3)]), "ZU"),
    (date(2023, 9, 19), weighted([(PFIZER, 85.0), (MODERNA, 14.7), (NOVAVAX, 0.3)]), "ZV"),
    (date.max, weighted([(PFIZER, 90.0), (MODERNA, 9.0), (DAIICHI, 1.0)]), "ZW"),
)
LOTS_A_PERIOD = 48


def covid_history(chance: Random, person: Person, voucher_number: str) -> list[GivenDose]:
    """What this person took, oldest first; nothing before birth, after death, or after leaving the city."""
    if person.category is Category.NOT_REGISTERED and happens(chance, 0.5):
        return []
    group = _group(person.birth.last_day)
    days = _days(chance, group, draw(chance, group.totals))
    end = min(person.left_on or LAST_COVID_DAY, LAST_COVID_DAY)
    earliest = person.birth.last_day + timedelta(days=184)
    doses: list[GivenDose] = []
    usual = _usual_place(chance, person)
    for number, day in enumerate(days, start=1):
        # A child too young in the season has no later dose either: doses are counted from the first.
        if not earliest <= day < end:
            break
        doses.append(_dose(chance, person, number, day, usual=usual, previous=doses))
    for dose in doses:
        dose.voucher_number = voucher_number
    _mark(chance, person, doses)
    return doses


def _group(born: date) -> AgeGroup:
    return next(group for group in AGE_GROUPS if born >= group.born_from)


def _days(chance: Random, group: AgeGroup, count: int) -> list[date]:
    days: list[date] = []
    for number, (first, length) in enumerate(group.seasons[:count]):
        if number == 1:
            days.append(days[0] + timedelta(days=21 + whole(chance, 0, length)))
        else:
            # The sum of two draws: seasons begin slowly and fade out.
            day = first + timedelta(days=int((chance.random() + chance.random()) / 2 * length))
            days.append(max(day, days[-1] + timedelta(days=SHORTEST_GAP)) if days else day)
    return days


def _usual_place(chance: Random, person: Person) -> Institution:
    return pick(chance, CHILDRENS_CLINICS if person.birth.year >= 2009 else ADULTS_CLINICS)


def _dose(chance: Random, person: Person, number: int, day: date, *, usual: Institution, previous: list[GivenDose]) -> GivenDose:
    place = pick(chance, HALLS) if person.birth.year < 2009 and happens(chance, 0.45) else usual
    child = person.birth.year >= 2010
    makers, letters = next((makers, letters) for until, makers, letters in PERIODS if day <= until)
    maker = PFIZER if child else previous[0].manufacturer if number == 2 else draw(chance, makers)
    return GivenDose(
        programme_code=COVID,
        dose_number=number,
        given_on=day,
        age_when_given=age_on(person.birth, day),
        institution=place,
        doctor=pick(chance, place.doctors),
        manufacturer=maker,
        lot_number=invented_lot(chance, letters, maker, child=child),
        volume_ml=FIFTH if child else _volume(maker, number),
        claim_month=month_after(day),
        subsidy_yen=3003 if child else 2277,
    )


def invented_lot(chance: Random, letters: str, maker: str, *, child: bool = False) -> str:
    """Letters that no maker used, and one of the few dozen numbers of that product; now and then nobody wrote it down."""
    product = 2 * MAKERS.index(maker) + child
    return "" if happens(chance, 0.007) else f"{letters}{1024 + 167 * whole(chance, 0, LOTS_A_PERIOD - 1) + 13 * product:04d}"


def month_after(day: date) -> date:
    """The month in which the clinic claims: the one after the vaccination."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _volume(maker: str, number: int) -> Decimal:
    if maker == PFIZER:
        return THREE_TENTHS
    return QUARTER if maker == MODERNA and number == 3 else HALF


def _mark(chance: Random, person: Person, doses: list[GivenDose]) -> None:
    """What the doctors noted, and which doses were given before the person came to the city."""
    if not doses:
        return
    if happens(chance, 0.012):
        caution = pick(chance, CAUTIONS)
        for dose in doses[whole(chance, 0, len(doses) - 1) :]:
            dose.caution = caution
    known = [words for day, words in INFECTIONS if day <= doses[-1].given_on]
    if known and happens(chance, 0.03):
        doses[-1].past_infection = pick(chance, known)
    came = person.came_on
    if came is None or doses[0].given_on >= came:
        return
    town, code, _, _ = pick(chance, OTHER_PLACES)
    there = Institution(f"{town}の会場", "集団", ("",))
    other_voucher = f"{whole(chance, 10_000_000, 99_999_999):010d}"
    for dose in doses:
        if dose.given_on < came:
            _give_elsewhere(dose, there, code, other_voucher)


def _give_elsewhere(dose: GivenDose, place: Institution, code: str, voucher_number: str) -> None:
    dose.before_moving_in = True
    dose.institution, dose.doctor = place, ""
    dose.municipality_code, dose.voucher_number = code, voucher_number
    dose.claim_month, dose.subsidy_yen = None, None
