"""A new colleague: added by the system admin, signs in with the password given out, must choose their own, is signed off from outside."""

from collections.abc import Callable

import pytest

from tests.journeys.conftest import Person, Portal

pytestmark = pytest.mark.journey

OWN_PASSWORD = "yamanami-koete-aoi-tori"


def test_a_new_colleague_begins_to_work_and_is_signed_off(portal: Portal, sits_down: Callable[..., Person]) -> None:
    admin = sits_down("kanri")
    admin.finds_no_barrier()
    password = the_admin_adds_a_colleague(admin)

    colleague = sits_down("shinjin", password)
    assert "自分だけが知るものに変えてください" in colleague.text
    colleague.finds_no_barrier()
    the_colleague_chooses(colleague, password)
    assert "住民を探す" in colleague.text

    the_admin_ends_the_session(admin)
    colleague.page.goto(f"{portal.url}/residents")
    assert colleague.page.url.endswith("/sign-in")


def the_admin_adds_a_colleague(admin: Person) -> str:
    admin.go_by("n")
    admin.finds_no_barrier()
    admin.page.fill("#login_name", "shinjin")
    admin.page.fill("#name", "塙 あゆみ")
    admin.page.fill("#starts_on", "R8.4.1")
    admin.page.select_option("#section", label="総務課")
    admin.page.check("input[value=front_desk]")
    admin.go_by("Control+Enter")
    admin.finds_no_barrier()
    return admin.page.inner_text("dd b.fig").strip()


def the_colleague_chooses(colleague: Person, password: str) -> None:
    colleague.page.fill("#present", password)
    colleague.page.fill("#new_password", OWN_PASSWORD)
    colleague.page.fill("#new_password_again", OWN_PASSWORD)
    colleague.go_by("Control+Enter")


def the_admin_ends_the_session(admin: Person) -> None:
    admin.page.click("text=サインイン中の職員")
    admin.finds_no_barrier()
    admin.page.click("tr:has-text('塙 あゆみ') a.button")
    admin.page.fill("#reason", "引継ぎのため")
    admin.go_by("Control+Enter")
