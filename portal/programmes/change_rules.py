"""When a rule or a period may be changed, and whether a rule holds together. Pure; the past is never rewritten."""

from collections.abc import Collection
from datetime import date

from portal.programmes.age_rules import AgeBasis, AgeEnd, Target
from portal.programmes.dose_rules import DoseRule
from portal.programmes.span_rules import Span, Unit, after
from portal.text.wareki import format_date

MOST_DOSES, MOST_AHEAD_DAYS = 20, 366
MOST = {Unit.DAYS: 3_660, Unit.MONTHS: 1_800, Unit.YEARS: 150}
ANY_DAY = date(2000, 1, 1)


def why_not_from(rule: DoseRule, existing: Collection[DoseRule], *, today: date) -> str | None:
    """The day from which the rule shall be in effect; `existing`: those of the same dose and vaccine.

    What has begun stays: decisions were taken by it.
    """
    if rule.starts_on < today:
        return "過ぎた日からは改められません。その日までの接種は、その日の決まりで確かめます。きょうか、それより後の日を入れてください。"
    if any(other.starts_on == rule.starts_on == today for other in existing):
        return "きょうから始まった決まりがもうあります。あすか、それより後の日を入れてください。"
    return None


def why_not_new_chain(rule: DoseRule, existing: Collection[DoseRule]) -> str | None:
    """A dose is added once; afterwards it is changed."""
    if not existing:
        return None
    which = f"{rule.dose}回目({rule.vaccine})" if rule.vaccine else f"{rule.dose}回目"
    return f"{which}の決まりはもうあります。前の画面の「改める」から進んでください。"


def why_not_withdraw(rule: DoseRule, *, today: date) -> str | None:
    if rule.starts_on <= today:
        return f"{format_date(rule.starts_on)}に始まった決まりは取り下げられません。あすからの決まりとして改めてください。"
    return None


def why_not_end(ends_on: date | None, *, starts_on: date, now: date | None, today: date) -> str | None:
    """A new last day of a programme; `now`: the present one."""
    if now is not None and now < today:
        return f"{format_date(now)}に終わった事業の期間は改められません。新しい事業として登録してください。"
    if ends_on is not None and ends_on < max(today, starts_on):
        return "終わりの日は、きょうと始まりの日より前にはできません。"
    return None


def faults_of(rule: DoseRule) -> list[tuple[str, str]]:
    """What does not hold together, with the field that it concerns."""
    return [*_faults_of_target(rule.target), *_faults_after(rule)]


def _faults_of_target(target: Target) -> list[tuple[str, str]]:
    faults = []
    limits = [limit for limit in (target.at_least, target.until) if limit]
    if any(limit.count > MOST[limit.unit] for limit in limits):
        faults.append(("age_until", "年齢が大きすぎます。単位(歳・か月・日)を確かめてください。"))
    elif target.at_least and target.until and after(ANY_DAY, target.at_least) >= after(ANY_DAY, _until(target)):
        faults.append(("age_until", "上の年齢が、下の年齢より大きくありません。"))
    if target.basis is AgeBasis.IN_THE_YEAR and any(limit.unit is not Unit.YEARS for limit in limits):
        faults.append(("age_basis", "年度のうちに達する年齢は、歳だけで決めます。"))
    if target.every and (target.basis is not AgeBasis.IN_THE_YEAR or len(limits) < 2):
        faults.append(("age_every", "何歳ごとかは、年度のうちに達する年齢で、上と下の年齢があるときだけ使えます。"))
    return faults


def _until(target: Target) -> Span:
    assert target.until is not None
    return target.until.next if target.end is AgeEnd.THROUGH else target.until


def _faults_after(rule: DoseRule) -> list[tuple[str, str]]:
    faults = []
    if rule.earlier is not None and not 0 < rule.earlier < rule.dose:
        faults.append(("earlier_dose", f"{rule.dose}回目より前の回を入れてください。"))
    if (rule.shortest or rule.standard or rule.same_vaccine) and rule.earlier is None:
        faults.append(("earlier_dose", "間隔や同じワクチンを決めるときは、どの回から数えるかも入れてください。"))
    if any(span.count > MOST[span.unit] for span in (rule.shortest, rule.standard) if span):
        faults.append(("shortest", "間隔が大きすぎます。単位(日・か月・年)を確かめてください。"))
    elif rule.standard and (rule.shortest is None or after(ANY_DAY, rule.standard) < after(ANY_DAY, rule.shortest)):
        faults.append(("standard", "標準の間隔は、いちばん短い間隔より短くできません。"))
    if rule.same_vaccine and not rule.vaccine:
        faults.append(("same_vaccine", "同じワクチンを求めるのは、ワクチンごとの決まりだけです。"))
    return faults
