"""住登外の方として登録する: the form, those alike side by side, the person's page."""

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff, typed_before
from portal.arrivals import similar, unregistered_actions
from portal.arrivals.actions import ToConfirm
from portal.arrivals.blueprint import blueprint
from portal.arrivals.routes import last_search, visit_first
from portal.arrivals.rules import seen_mark, why_not_birth
from portal.arrivals.similar import Alike
from portal.arrivals.unregistered_actions import NewPerson
from portal.arrivals.unregistered_forms import UnregisteredForm
from portal.arrivals.unregistered_rules import (
    LOOK_AT_THEM,
    SAY_NONE_OF_THEM,
    RegistrationReason,
    address_as_kept,
    protection_for,
    why_not_municipality,
    why_not_note,
    why_not_without_search,
)
from portal.permissions import Permission
from portal.residents.rules import Sex
from portal.vouchers.rules import Applicant, why_not_identity
from portal.web.allow import allow
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say, settings

HAND_OVER = "DV等の方として、住所・世帯・電話を隠して登録しました。ただちに所属長に引き継いでください。"


@blueprint.get("/unregistered-residents/new")
@allow(Permission.RESIDENT_REGISTER)
def new_unregistered() -> str | BaseResponse:
    found = last_search()
    form = UnregisteredForm(
        formdata=typed_before(), name=found.name, kana=found.kana, birth=found.birth, municipality=settings().municipality_name
    )
    return visit_first() or _form_page(form)


@blueprint.post("/unregistered-residents/new")
@allow(Permission.RESIDENT_REGISTER)
def register_unregistered() -> str | Response | BaseResponse:
    staff, form = current_staff(), UnregisteredForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit() or not _agrees(form):
        return visit_first() or make_response(_form_page(form), 422)
    try:
        public_id = unregistered_actions.register_unregistered(_new_person(form), staff=staff, once=once, settings=settings())
    except ToConfirm as found:
        return _answer_alike(form, found.message)
    _say_what_was_done(RegistrationReason(form.reason.data))
    return go_to(url_for("counter.show_resident", public_id=public_id))


def _form_page(form: UnregisteredForm, alike: list[Alike] | None = None, *, said: str = "") -> str:
    staff = current_staff()
    form.seen.data = seen_mark(each.resident.public_id for each in alike or ())
    return render_template(
        "arrivals/new_unregistered.html",
        form=form,
        alike=alike or [],
        said=said,
        once=new_once(staff.id),
        why_not=why_not_without_search(staff.visit is not None and staff.visit.typed is not None),
        city=settings().municipality_name,
    )


def _agrees(form: UnregisteredForm) -> bool:
    """What the rules say of the form as a whole, shown at the field it concerns."""
    reasons = (
        (form.birth, why_not_birth(form.birth.day, clock.today()) if form.birth.day else None),
        (form.municipality, why_not_municipality(form.municipality.data or "", city=settings().municipality_name)),
        (form.note, why_not_note(RegistrationReason(form.reason.data), form.note.data or "")),
        (form.documents, why_not_identity(Applicant(form.applicant.data), form.documents_seen())),
    )
    for field, reason in reasons:
        field.errors = [reason] if reason else []
    return not any(reason for _, reason in reasons)


def _answer_alike(form: UnregisteredForm, message: str) -> Response:
    """What was typed stays, beside those of the register who look like the same person."""
    alike = similar.compare_residents(form.names, staff=current_staff(), settings=settings())
    is_as_shown = bool(form.seen.data) and form.seen.data == seen_mark(each.resident.public_id for each in alike)
    if is_as_shown and form.none_of_them.data:
        form.namesake_reason.errors = [message]
    elif is_as_shown:
        form.none_of_them.errors = [SAY_NONE_OF_THEM]
    form.none_of_them.data = is_as_shown and form.none_of_them.data
    return make_response(_form_page(form, alike, said=LOOK_AT_THEM), 409)


def _new_person(form: UnregisteredForm) -> NewPerson:
    """Of a form that was checked."""
    city, prefecture = settings().municipality_name, settings().prefecture_name
    return NewPerson(
        names=form.names,
        roman_name=form.roman_name.data or "",
        sex=Sex(form.sex.data),
        address=address_as_kept(form.municipality.data or "", form.address.data or "", city=city, prefecture=prefecture),
        building=form.building.data or "",
        phone=form.phone.data or "",
        reason=RegistrationReason(form.reason.data),
        note=form.note.data or "",
        applicant=Applicant(form.applicant.data),
        documents=form.documents_seen(),
        seen=(form.seen.data or "") if form.none_of_them.data else "",
        namesake_reason=form.namesake_reason.data or "",
    )


def _say_what_was_done(reason: RegistrationReason) -> None:
    if protection_for(reason):
        say("care", HAND_OVER)
    else:
        say("ok", "住登外の方として登録しました。宛名番号は、この画面に出ているものです。")
