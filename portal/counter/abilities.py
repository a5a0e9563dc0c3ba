"""What can be done for this person now, and what cannot and why: the same rules that the actions ask."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from portal.accounts.sessions import SignedIn
from portal.counter.next_dose_rules import others_words
from portal.doses.queries import DoseView
from portal.permissions import Permission
from portal.programmes.models import Programme
from portal.programmes.queries import facts_of
from portal.residents.contact_rules import why_not_contacts
from portal.residents.queries import ResidentView
from portal.vouchers.actions import person_facts
from portal.vouchers.certificates import proofs_of, why_not_reissue_certificate
from portal.vouchers.queries import VoucherView, doses_given
from portal.vouchers.record_copies import why_not_give
from portal.vouchers.rules import why_not_issue, why_not_reissue

MOST_REFUSALS = 2
NOT_YOURS = "窓口担当か所属長の仕事です。"
WHOSE_WORK = {
    Permission.CONTACT_CHANGE: "窓口担当・台帳担当・所属長の仕事です。",
    Permission.NOTE_WRITE: "窓口担当・台帳担当・所属長・問合せ担当の仕事です。",
}


@dataclass(frozen=True)
class Ability:
    label: str
    url: str
    key: str = ""
    main: bool = False


@dataclass(frozen=True)
class Refusal:
    label: str
    reason: str
    way_out_url: str = ""
    way_out_word: str = ""


def after_search(staff: SignedIn) -> list[Ability]:
    """What remains when the register does not know the person."""
    ways = (
        (Permission.ARRIVAL_HANDLE, Ability("転入したばかりの方の申請を受ける", url_for("arrivals.new_arrival"), key="N")),
        (Permission.RESIDENT_REGISTER, Ability("住登外の方として登録する", url_for("arrivals.new_unregistered"), key="J")),
    )
    return [way for permission, way in ways if staff.may(permission)]


def abilities(
    resident: ResidentView,
    doses: Sequence[DoseView],
    vouchers: Sequence[VoucherView],
    programmes: Sequence[Programme],
    *,
    staff: SignedIn,
    day: date,
) -> tuple[list[Ability], list[Refusal]]:
    """Buttons and refusals in the order of the counter's work: reissue, issue, certificate, copy, forms, contacts, notes."""
    can: list[Ability] = []
    cannot: list[Refusal] = []
    live = [voucher for voucher in vouchers if voucher.is_live]
    held = {programme.code: [voucher for voucher in live if voucher.programme_code == programme.code] for programme in programmes}
    for programme in programmes:
        for voucher in held[programme.code]:
            label, reason = _reissue(resident, doses, programme, voucher, staff=staff, day=day)
            url = url_for("vouchers.show_reissue", public_id=voucher.public_id)
            _sort(can, cannot, Ability(label, url, key="" if _taken(can, "R") else "R", main=not can), reason)
    refused: list[tuple[Programme, Refusal]] = []
    for programme in programmes:
        label, reason = _issue(resident, doses, programme, held[programme.code], staff=staff, day=day)
        url = url_for("vouchers.show_issue", public_id=resident.public_id, programme_code=programme.code)
        if reason is None:
            can.append(Ability(label, url, key="" if _taken(can, "H") else "H", main=not can))
        else:
            refused.append((programme, Refusal(label, reason)))
    cannot += _no_issue(refused, {voucher.programme_code for voucher in live})
    reason = _for_permission(Permission.CERTIFICATE_REISSUE, staff) or why_not_reissue_certificate(
        resident, proofs_of(programmes, doses), staff
    )
    certificate = Ability("接種済証を再交付する", url_for("vouchers.show_certificate", public_id=resident.public_id), key="S")
    _sort(can, cannot, certificate, reason)
    for ability, reason in _papers(resident, doses, staff) + _beside_the_register(resident, staff):
        _sort(can, cannot, ability, reason)
    return can, cannot


def _papers(resident: ResidentView, doses: Sequence[DoseView], staff: SignedIn) -> list[tuple[Ability, str | None]]:
    copy = Ability("接種記録の写しを交付する", url_for("vouchers.show_record_copy", public_id=resident.public_id), key="U")
    form = Ability("申請書を印刷する", url_for("applications.show_form", public_id=resident.public_id), key="A")
    why_no_copy = _for_permission(Permission.COPY_GIVE, staff) or why_not_give(resident, doses, staff)
    return [(copy, why_no_copy), (form, _for_permission(Permission.FORM_PRINT, staff))]


def _beside_the_register(resident: ResidentView, staff: SignedIn) -> list[tuple[Ability, str | None]]:
    contacts = Ability("送付先・連絡先を改める", url_for("residents.show_contacts", public_id=resident.public_id), key="M")
    hidden, may_open = resident.shield.hidden, staff.may(Permission.PROTECTED_OPEN)
    why_not = _for_permission(Permission.CONTACT_CHANGE, staff) or why_not_contacts(hidden=hidden, may_open_protected=may_open)
    note = Ability("申し送りを書く", url_for("residents.show_new_note", public_id=resident.public_id), key="W")
    return [(contacts, why_not), (note, _for_permission(Permission.NOTE_WRITE, staff))]


def _reissue(
    resident: ResidentView, doses: Sequence[DoseView], programme: Programme, voucher: VoucherView, *, staff: SignedIn, day: date
) -> tuple[str, str | None]:
    reason = _for_permission(Permission.VOUCHER_REISSUE, staff) or why_not_reissue(
        facts_of(programme), person_facts(resident, staff), doses_given(programme.code, doses), voucher.facts, day=day
    )
    return f"接種券を再発行する({voucher.dose_number}回目)", reason


def _issue(
    resident: ResidentView, doses: Sequence[DoseView], programme: Programme, live: Sequence[VoucherView], *, staff: SignedIn, day: date
) -> tuple[str, str | None]:
    reason = _for_permission(Permission.VOUCHER_ISSUE, staff) or why_not_issue(
        facts_of(programme), person_facts(resident, staff), doses_given(programme.code, doses), [voucher.facts for voucher in live], day=day
    )
    return f"{programme.name}の接種券を発行する", reason


def _no_issue(refused: Sequence[tuple[Programme, Refusal]], holding: Collection[str]) -> list[Refusal]:
    """Each with its reason while there are few; otherwise the programmes without a live voucher share a line."""
    if len(refused) <= MOST_REFUSALS:
        return [refusal for _, refusal in refused]
    alone = [refusal for programme, refusal in refused if programme.code in holding]
    others = [(programme.name, refusal.reason) for programme, refusal in refused if programme.code not in holding]
    reasons = {reason for _, reason in others}
    words = reasons.pop() if len(reasons) == 1 else others_words([name for name, _ in others])
    return [*alone, Refusal(f"ほかの{len(others)}事業の接種券を発行する", words)] if others else alone


def _for_permission(permission: Permission, staff: SignedIn) -> str | None:
    return None if staff.may(permission) else WHOSE_WORK.get(permission, NOT_YOURS)


def _taken(can: Sequence[Ability], key: str) -> bool:
    return any(ability.key == key for ability in can)


def _sort(can: list[Ability], cannot: list[Refusal], ability: Ability, reason: str | None) -> None:
    if reason is None:
        can.append(ability)
    else:
        cannot.append(Refusal(ability.label, reason))
