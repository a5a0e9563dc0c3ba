"""Small enough to be read at once: functions, files, templates, parameters; and every function says what it takes and gives."""

import ast

from tests.architecture.sources import Function, functions_of, name_of, python_files, require, templates, tree_of

LONGEST_FUNCTION = 40
LONGEST_FILE = 300
LONGEST_TEMPLATE = 120
MOST_STATEMENTS_OF_A_ROUTE = 12
MOST_POSITIONAL = 4
ROUTE_MARKS = ("get", "post", "route")


def _lines(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _is_route(function: Function) -> bool:
    marks = [mark.func for mark in function.decorator_list if isinstance(mark, ast.Call)]
    return any(isinstance(mark, ast.Attribute) and mark.attr in ROUTE_MARKS for mark in marks)


def test_no_function_is_longer_than_a_screen() -> None:
    breaches = [
        f"{name_of(path)}:{function.lineno} {function.name} has {_lines(function)} lines"
        for path in python_files("portal", "deploy", "tests")
        for function in functions_of(path)
        if _lines(function) > LONGEST_FUNCTION
    ]

    require(breaches, f"at most {LONGEST_FUNCTION} lines: give a step of it a name and make it a function of its own.")


def test_no_file_is_longer_than_its_subject() -> None:
    breaches = [
        f"{name_of(path)} has {count} lines"
        for path in python_files("portal", "deploy", "tests")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]

    require(breaches, f"at most {LONGEST_FILE} lines: split it by subject, each part named after its own.")


def test_no_template_is_longer_than_its_page() -> None:
    breaches = [
        f"{name_of(path)} has {count} lines"
        for path in templates()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_TEMPLATE
    ]

    require(breaches, f"at most {LONGEST_TEMPLATE} lines: move a piece into a file that begins with _ and include it.")


def test_a_route_parses_calls_and_answers() -> None:
    breaches = []
    for path in python_files():
        for function in functions_of(path):
            statements = sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 1
            if _is_route(function) and statements > MOST_STATEMENTS_OF_A_ROUTE:
                breaches.append(f"{name_of(path)}:{function.lineno} {function.name} has {statements} statements")

    require(breaches, f"at most {MOST_STATEMENTS_OF_A_ROUTE} statements: what decides belongs into rules.py, what changes into actions.py.")


def test_few_parameters_go_without_their_name() -> None:
    breaches = []
    for path in python_files("portal", "deploy"):
        for function in functions_of(path):
            arguments = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
            positional = [argument for argument in arguments if argument not in ("self", "cls")]
            if len(positional) > MOST_POSITIONAL:
                breaches.append(f"{name_of(path)}:{function.lineno} {function.name}({', '.join(positional)})")

    require(breaches, f"at most {MOST_POSITIONAL} positional parameters: put a * before the others, or hand them in as one dataclass.")


def test_every_function_says_what_it_takes_and_gives() -> None:
    breaches = []
    for path in python_files("portal", "deploy"):
        for function in functions_of(path):
            arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
            bare = [argument.arg for argument in arguments if argument.annotation is None and argument.arg not in ("self", "cls")]
            if bare or function.returns is None:
                breaches.append(f"{name_of(path)}:{function.lineno} {function.name}: {', '.join(bare) or 'the result'}")

    require(breaches, "write the type of each parameter and of the result.")


def test_every_module_says_its_job() -> None:
    breaches = [
        name_of(path)
        for path in python_files("portal", "deploy", "tests")
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(tree_of(path))
    ]

    require(breaches, "begin the file with one line that says its job.")
