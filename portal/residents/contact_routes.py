"""送付先・連絡先 on the screen: what stands, a new one, a change, an end."""

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.accounts.guard import current_staff, typed_before
from portal.accounts.visit_pages import pin, visit_first
from portal.errors import Changed, Refused
from portal.permissions import Permission
from portal.residents import contact_actions
from portal.residents.beside_review import ContactReview, review_contact, review_contacts
from portal.residents.contact_forms import (
    EndContactForm,
    MailingChangeForm,
    MailingForm,
    PhoneChangeForm,
    PhoneForm,
    values_of,
    version_seen,
)
from portal.residents.contact_rules import Kind, Why
from portal.residents.routes import blueprint
from portal.text.wareki import format_date
from portal.web.allow import allow
from portal.web.fields import day_of
from portal.web.htmx import go_to
from portal.web.once import new_once, once_from_form
from portal.web.rendering import say, settings

ContactForm = MailingForm | PhoneForm
ChangeForm = MailingChangeForm | PhoneChangeForm
Answer = str | Response | BaseResponse


@blueprint.get("/residents/<public_id>/contacts")
@allow(Permission.CONTACT_CHANGE)
def show_contacts(public_id: str) -> Answer:
    return visit_first() or _page("list", _of_person(public_id))


@blueprint.get("/residents/<public_id>/mailing-addresses/new")
@allow(Permission.CONTACT_CHANGE)
def show_new_mailing(public_id: str) -> Answer:
    return visit_first() or _page("mailing", _of_person(public_id), MailingForm(typed_before(), starts_on=_today()))


@blueprint.post("/residents/<public_id>/mailing-addresses/new")
@allow(Permission.CONTACT_CHANGE)
def add_mailing(public_id: str) -> Answer:
    return _add(public_id, "mailing", MailingForm())


@blueprint.get("/residents/<public_id>/telephones/new")
@allow(Permission.CONTACT_CHANGE)
def show_new_phone(public_id: str) -> Answer:
    return visit_first() or _page("phone", _of_person(public_id), PhoneForm(typed_before(), starts_on=_today()))


@blueprint.post("/residents/<public_id>/telephones/new")
@allow(Permission.CONTACT_CHANGE)
def add_phone(public_id: str) -> Answer:
    return _add(public_id, "phone", PhoneForm())


@blueprint.get("/contacts/<public_id>/change")
@allow(Permission.CONTACT_CHANGE)
def show_contact_change(public_id: str) -> Answer:
    return visit_first() or _change_page(public_id)


@blueprint.post("/contacts/<public_id>/change")
@allow(Permission.CONTACT_CHANGE)
def change_contact(public_id: str) -> Answer:
    staff, review = current_staff(), _of_entry(public_id)
    form = _change_form(review, None)
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return visit_first() or _page(review.entries[0].kind.value, review, form)
    try:
        why, seen = Why(form.why.data), version_seen(form.seen)
        whose = contact_actions.change_contact(public_id, form.details, why, seen=seen, staff=staff, once=once, settings=settings())
    except (Changed, Refused) as error:
        return _not_done(review.entries[0].kind.value, public_id, form, error)
    return _back_to(whose, "改めました。前の内容は履歴に残っています。")


@blueprint.get("/contacts/<public_id>/end")
@allow(Permission.CONTACT_CHANGE)
def show_contact_end(public_id: str) -> Answer:
    return visit_first() or _end_page(public_id)


@blueprint.post("/contacts/<public_id>/end")
@allow(Permission.CONTACT_CHANGE)
def end_contact(public_id: str) -> Answer:
    staff, form = current_staff(), EndContactForm()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return visit_first() or _page("end", _of_entry(public_id), form)
    try:
        last_day, why, seen = day_of(form.last_day), Why(form.why.data), version_seen(form.seen)
        whose = contact_actions.end_contact(public_id, last_day, why, seen=seen, staff=staff, once=once, settings=settings())
    except (Changed, Refused) as error:
        return _not_done("end", public_id, form, error)
    return _back_to(whose, "終えました。内容は履歴に残っています。")


def _add(public_id: str, sheet: str, form: ContactForm) -> Answer:
    staff = current_staff()
    once = once_from_form(staff.id)
    if not form.validate_on_submit():
        return visit_first() or _page(sheet, _of_person(public_id), form)
    try:
        contact_actions.add_contact(public_id, form.details, staff=staff, once=once, settings=settings())
    except Refused as error:
        if staff.visit is None:
            raise
        form.form_errors.append(error.message)
        return _page(sheet, _of_person(public_id), form, status=409)
    return _back_to(public_id, "登録しました。")


def _change_page(public_id: str) -> Response:
    review = _of_entry(public_id)
    return _page(review.entries[0].kind.value, review, _change_form(review, review))


def _end_page(public_id: str) -> Response:
    review = _of_entry(public_id)
    return _page("end", review, EndContactForm(typed_before(), last_day=_today(), seen=str(review.entries[0].version)))


def _change_form(review: ContactReview, shown: ContactReview | None) -> ChangeForm:
    """As it was sent, or filled in with what stands; a protected person's is never filled in (only an opening with a reason shows it)."""
    kind = MailingChangeForm if review.entries[0].kind is Kind.MAILING else PhoneChangeForm
    if shown is None:
        return kind()
    (entry,) = shown.entries
    return kind(typed_before(), **(values_of(entry.details) if entry.details else {}), seen=str(entry.version))


def _not_done(sheet: str, public_id: str, form: ChangeForm | EndContactForm, error: Changed | Refused) -> Response:
    """What was typed stays; what stands now is what the next press is compared with."""
    if current_staff().visit is None:
        raise error
    review = _of_entry(public_id)
    form.form_errors.append(error.message)
    form.seen.data = str(review.entries[0].version)
    return _page(sheet, review, form, status=409)


def _of_person(public_id: str) -> ContactReview:
    return review_contacts(public_id, staff=current_staff(), settings=settings())


def _of_entry(public_id: str) -> ContactReview:
    return review_contact(public_id, staff=current_staff(), settings=settings())


def _page(sheet: str, review: ContactReview, form: ContactForm | EndContactForm | None = None, *, status: int = 422) -> Response:
    """200 when it is new, `status` when it was sent and cannot be taken."""
    pin(review.resident.name, review.resident.birth, review.people)
    once = new_once(current_staff().id)
    page = render_template(f"residents/contact_{sheet}.html", review=review, person=review.resident, form=form, once=once)
    return make_response(page, status if form is not None and form.errors else 200)


def _back_to(public_id: str, message: str) -> BaseResponse:
    say("ok", message)
    return go_to(url_for("residents.show_contacts", public_id=public_id))


def _today() -> str:
    return format_date(clock.today())
