"""Steps with forms printed in advance: a batch made, printed and handed out, a number ended, and what is kept of it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from portal import clock
from portal.applications.models import BlankBatch, BlankForm
from portal.db import reading
from portal.residents.models import Resident
from portal.vouchers.models import Voucher
from tests.conftest import Browser
from tests.factories import a_voucher
from tests.people import staff_id
from tests.vouchers.certificate_steps import serving

SignIn = Callable[[str], Browser]


def a_batch(browser: Browser, count: int = 3, form: str = "voucher", *, handed: bool = True) -> BlankBatch:
    """Made through the screen; printed and handed to a branch office unless it says otherwise."""
    browser.get("/blank-batches").post("/blank-batches", {"form": form, "count": str(count)})
    assert browser.status == 303, browser.text[:2000]
    page = browser.location
    if handed:
        assert browser.get(page).post(f"{page}/paper").status == 200
        assert browser.get(page).post(f"{page}/handing", {"place": "那珂湊支所", "receiver": "川又"}).status == 303
    return batches()[-1]


def batches() -> list[BlankBatch]:
    with reading() as session:
        return list(session.scalars(select(BlankBatch).order_by(BlankBatch.id)))


def numbers(batch: BlankBatch | None = None) -> list[BlankForm]:
    with reading() as session:
        statement = select(BlankForm).order_by(BlankForm.fiscal_year, BlankForm.running)
        return list(session.scalars(statement.where(BlankForm.batch_id == batch.id) if batch else statement))


def scan(browser: Browser, number: str) -> Browser:
    return browser.get("/blank-forms").post("/blank-forms", {"number": number})


def page_of(form: BlankForm) -> str:
    return f"/blank-forms/{form.public_id}"


def issued_by_hand(resident: Resident, **values: Any) -> Voucher:
    with reading():
        issuer = staff_id("madoguchi")
    return a_voucher(resident, **({"issued_by": issuer, "issued_at": clock.now()} | values))


def use(browser: Browser, form: BlankForm, resident: Resident, voucher: Voucher) -> Browser:
    """Opens the person, goes to the number, and chooses their voucher."""
    browser.get(f"/residents/{resident.public_id}")
    return browser.get(page_of(form)).post(
        f"{page_of(form)}/use", {"resident": resident.public_id, "paper": f"voucher:{voucher.public_id}", "once": once_of(browser, "use")}
    )


def once_of(browser: Browser, end: str) -> str:
    """The token of the form whose address ends so: a number's page has several forms."""
    form = browser.text.split(f'/{end}"', 1)[1].split("</form>", 1)[0]
    return form.split('name="once" value="', 1)[1].split('"', 1)[0]


def at_the_counter(sign_in: SignIn, login_name: str = "madoguchi") -> Browser:
    return serving(sign_in, login_name)
