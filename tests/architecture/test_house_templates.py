"""Templates: none left over, nothing inline, nothing from outside, a token in every form, nothing personal in a title or an address."""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, meta

from tests.architecture.sources import (
    STATIC,
    TEMPLATES,
    files_below,
    lines_matching,
    name_of,
    python_files,
    require,
    strings_of,
    templates,
    without_jinja,
)

INLINE = {
    r"<script(?![^>]*\ssrc=)[^>]*>": "a script of its own",
    r"<style\b": "a style sheet of its own",
    r"\sstyle\s*=": "a style attribute",
    r"\son[a-z]+\s*=": "an event handler",
    r"\shx-on\b": "an event handler of htmx",
    r"javascript:": "a script in a link",
    r"""['"]js:""": "a script in a value of htmx",
}
RAW = r"\|\s*safe\b|\{%-?\s*autoescape\s+false"
OUTSIDE = r"""https?://|(?<=["'(=\s])//[a-z0-9.-]+\.[a-z]{2,}"""
NAMESPACE = "http://www.w3.org/"
# Forms whose fields stand in the address: nothing of a resident may be typed into them.
GET_FORMS = {
    "vouchers/list_states.html": "the list of vouchers by state, programme and period",
    "inquiries/show_counts.html": "the figures of the slips by year and month",
    "media/show_counter.html": "the number of a medium or of a line of the ledgers",
    "media/list_media.html": "the list of media by state, kind, keeper and number",
    "media/_ledger_filters.html": "the lines of a media ledger by year, state, section, member of staff and number",
    "disclosures/list_cases.html": "the list of cases by number, state, kind and section",
    "disclosures/show_ledger.html": "the register of cases by year, kind, state and section",
    "disclosures/list_due.html": "what is due, by section",
    "disclosures/show_figures.html": "the figures of a year",
    "disclosures/list_closed_days.html": "a day and the city's own reason for closing",
    "accounts/list_staff.html": "the list of staff by section and state",
    "intake/_history.html": "the files that were brought by state",
}
# What a title may hold besides fixed words: never anything of a resident.
IN_TITLES = {
    "self.heading()": "a heading in fixed words",
    "words.heading": "the name of a step in fixed words",
    "kind.title": "the kind of file",
    "line.sequence|thousands": "the running number of an audit record",
}
FIXED_WORDS = re.compile(r""""[^"]*"(\s+if\s+[\w. ]+\s+else\s+"[^"]*")?""")


def _html() -> list[tuple[Path, str]]:
    return [(path, path.read_text(encoding="utf-8")) for path in templates()]


def _from_templates(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


@cache
def _named_in_python() -> tuple[frozenset[str], tuple[re.Pattern[str], ...], frozenset[str]]:
    """Whole names, patterns of names with holes, and the words that may fill a hole."""
    strings = [text for path in python_files() for _, text in strings_of(path)]
    names = {text for text in strings if text.endswith((".html", ".typ"))}
    holes = tuple(re.compile(re.escape(name).replace(re.escape("{}"), "([a-z_0-9]+)")) for name in names if "{}" in name)
    return frozenset(names), holes, frozenset(strings) | {str(status) for status in range(400, 600)}


def _is_named(template: str) -> bool:
    names, holes, words = _named_in_python()
    filled = [found for hole in holes if (found := hole.fullmatch(template))]
    return template in names or any(group in words for found in filled for group in found.groups())


def _taken_by(path: Path) -> set[str]:
    """Extended, included and imported."""
    found = meta.find_referenced_templates(Environment(autoescape=True).parse(path.read_text(encoding="utf-8")))
    return {name for name in found if name}


def test_every_template_is_used() -> None:
    present = {_from_templates(path): path for path in templates()}
    used, waiting = set(), [name for name in present if _is_named(name)]
    while waiting:
        name = waiting.pop()
        if name in present and name not in used:
            used.add(name)
            waiting += _taken_by(present[name])

    require(sorted(set(present) - used), "render it in a route, include or import it in a page, or remove the file.")


def test_every_typst_file_is_used() -> None:
    used = {Path(text).name for path in python_files() for _, text in strings_of(path) if text.endswith(".typ")}
    present = {path.name for path in files_below(TEMPLATES) if path.suffix == ".typ"}

    require(sorted(present ^ used), "name it in the documents.py of its feature, or remove the file.")


def test_every_template_that_is_named_is_there() -> None:
    present = {_from_templates(path) for path in templates()}
    breaches = [
        f"{name_of(path)}:{line} {text}"
        for path in python_files()
        for line, text in strings_of(path)
        if text.endswith(".html") and "{}" not in text and text not in present
    ]
    breaches += [f"{name_of(path)} takes {name}" for path in templates() for name in sorted(_taken_by(path)) if name not in present]

    require(breaches, "write the template's name as templates/ has it: feature/show_thing.html.")


def test_nothing_is_inline() -> None:
    breaches = [
        f"{name_of(path)}:{line} {what}: {found}"
        for path, text in _html()
        for pattern, what in INLINE.items()
        for line, found in lines_matching(pattern, without_jinja(text), flags=re.IGNORECASE)
    ]

    require(
        breaches,
        "use a class of static/css, or a data- attribute that a file of static/js listens to: the content policy forbids the rest.",
    )


def test_nothing_is_put_on_the_page_unescaped() -> None:
    breaches = [f"{name_of(path)}:{line} {found}" for path, text in _html() for line, found in lines_matching(RAW, text)]
    breaches += [
        f"{name_of(path)}:{line} {found}"
        for path in python_files()
        for line, found in lines_matching(r"\bMarkup\(|import Markup|render_template_string", path.read_text(encoding="utf-8"))
    ]

    require(breaches, "let the template write the HTML and the route hand in plain text: what is typed or imported is never HTML.")


def test_nothing_comes_from_outside() -> None:
    """The portal is used without the internet."""
    texts = _html() + [
        (path, path.read_text(encoding="utf-8"))
        for path in (*files_below(STATIC), *python_files())
        if path.suffix in (".css", ".js", ".svg", ".py") and not path.name.endswith(".LICENSE.txt")
    ]
    breaches = [
        f"{name_of(path)}:{line} {found}"
        for path, text in texts
        for line, found in lines_matching(OUTSIDE, text.replace(NAMESPACE, ""))
        if not (path.suffix in (".js", ".py") and not found.startswith("http"))
    ]

    require(breaches, "put a copy into static/ with its licence beside it and take it by url_for('static', …).")


def test_every_form_that_sends_carries_its_token() -> None:
    breaches = []
    for path, text in _html():
        for found in re.finditer(r"<form\b.*?</form>", text, re.DOTALL | re.IGNORECASE):
            is_post = re.search(r"""method=["']?post""", found[0].partition(">")[0], re.IGNORECASE)
            if is_post and "tokens(" not in found[0]:
                breaches.append(f"{name_of(path)}:{text.count(chr(10), 0, found.start()) + 1}")

    require(breaches, '{% from "components/tokens.html" import tokens %} and {{ tokens(once) }} as the first thing in the form.')


def test_what_is_typed_about_a_resident_never_stands_in_an_address() -> None:
    breaches = []
    for path, text in _html():
        for line, found in lines_matching(r"<form\b[^>]*>", without_jinja(text), flags=re.IGNORECASE):
            if not re.search(r"""method=["']?(post|dialog)""", found, re.IGNORECASE) and _from_templates(path) not in GET_FORMS:
                breaches.append(f"{name_of(path)}:{line} {found}")

    require(breaches, 'method="post": what a GET form sends stands in the address, the history and the server\'s log.')


def test_titles_tell_nothing_about_a_person() -> None:
    breaches = []
    for path, text in _html():
        for title in re.findall(r"\{%-?\s*block title\s*-?%\}(.*?)\{%-?\s*endblock", text, re.DOTALL):
            said = [expression.strip() for expression in re.findall(r"\{\{(.*?)\}\}", title)]
            breaches += [
                f"{name_of(path)}: {expression}"
                for expression in said
                if not FIXED_WORDS.fullmatch(expression) and expression not in IN_TITLES
            ]

    require(breaches, "say what the page is for in fixed words: titles stay in the browser's history and on the task bar.")


def test_templates_ask_about_neither_permissions_nor_roles() -> None:
    asks = r"""['"][a-z]+:[a-z-]+:[a-z-]+['"]|\bstaff\.(may|roles|permissions)\b"""
    breaches = [
        f"{name_of(path)}:{line} {found}"
        for path, text in _html()
        for block in [re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)]
        for line, found in lines_matching(asks, block)
    ]

    require(breaches, "let the route (or the page's dataclass) say what can be done, or why it cannot; the template shows it.")


def test_links_are_built_never_written() -> None:
    breaches = [
        f"{name_of(path)}:{line} {found}"
        for path, text in _html()
        for line, found in lines_matching(r"""\b(href|action|src|hx-get|hx-post)=["']/[^"'{]""", text)
    ]

    require(breaches, "{{ url_for('feature.route') }}: a route that moves then takes its links along.")
