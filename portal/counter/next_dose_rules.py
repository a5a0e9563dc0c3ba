"""Which programmes concern the person on the page, so that a city with many does not bury the one that does. Pure."""

from datetime import date, timedelta

from portal.programmes.rules import Entitlement, NextState

# Who may have a dose within a year is told the day; a later one is one of the programmes that do not concern them yet.
NEAR = timedelta(days=366)


def concerns(next_dose: Entitlement, *, day: date, has_history: bool) -> bool:
    """Whether the programme has a line of its own: it is possible or soon will be, or the person had something of it."""
    if has_history or next_dose.state is NextState.POSSIBLE:
        return True
    return next_dose.state is NextState.LATER and next_dose.day is not None and next_dose.day - day <= NEAR


def others_words(names: list[str]) -> str:
    """Why several programmes offer no voucher, in one sentence; each reason stands beside 次回接種 or in the list of programmes."""
    return f"終わった事業か、この方が対象ではない事業です({'、'.join(names)})。接種済証の再交付はできます。"
