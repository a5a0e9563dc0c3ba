"""A whole row read by its columns. Pure; what a column has read before is looked up here, without a call for each cell."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from portal.intake.cells import CellError, Column, Fault, fault_in, read_cell

# Given the cells by heading: the values by field of every cell that can be read, and the faults of the others.
RowReader = Callable[[Mapping[str, str]], tuple[dict[str, Any], list[Fault]]]
_NEVER_READ = object()


def row_reader(columns: Sequence[Column]) -> RowReader:
    plan = [(column.heading, column.field, column.remembered.get, column) for column in columns]

    def read_row(cells: Mapping[str, str]) -> tuple[dict[str, Any], list[Fault]]:
        values: dict[str, Any] = {}
        faults: list[Fault] = []
        for heading, name, remembered, column in plan:
            value = remembered(cells[heading], _NEVER_READ)
            try:
                values[name] = read_cell(column, cells[heading]) if value is _NEVER_READ else value
            except CellError as error:
                faults.append(fault_in(column, cells[heading], error))
        return values, faults

    return read_row
