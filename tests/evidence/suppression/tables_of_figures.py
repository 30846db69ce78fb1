"""Tables of figures of many shapes, as hypothesis draws them, for the reader to solve."""

from decimal import ROUND_HALF_UP, Decimal
from itertools import product

from hypothesis import strategies as st

from evidence.suppression.cells import Cell, Sum, denominators_total, out_of, total

COUNTS = st.one_of(st.integers(0, 14), st.integers(10, 60), st.integers(40, 900))
STYLES = st.sampled_from(["count", "out of", "percent", "mixed"])
ALL = "all"


def printed_percent(count, denominator, decimals):
    step = Decimal(1).scaleb(-decimals)
    return (Decimal(100 * count) / denominator).quantize(step, ROUND_HALF_UP)


@st.composite
def tables(draw):
    """Cells and sums: schools, by groups or not, in up to three periods and all of them, and rows of staff.

    Some tables list the size of each group, in a row of its own.
    """
    schools, groups, periods = draw(
        st.sampled_from([(4, 1, 1), (8, 1, 1), (3, 3, 1), (4, 4, 1), (3, 1, 3), (3, 2, 2), (2, 2, 3)])
    )
    style, decimals = draw(STYLES), draw(st.integers(0, 2))
    leaves = {}
    for leaf in product(range(schools), range(groups), range(periods)):
        count = draw(COUNTS)
        leaves[leaf] = count, count + draw(COUNTS)
    cells = []
    for school, group, period in product(*(_with_all(size) for size in (schools, groups, periods))):
        asked = (school, group, period)
        inside = [numbers for leaf, numbers in leaves.items() if _is_in(leaf, asked)]
        count, denominator = (sum(numbers) for numbers in zip(*inside, strict=True))
        shown = draw(st.sampled_from(["count", "out of", "percent"])) if style == "mixed" else style
        cells.append(
            Cell(
                key=_key(*asked),
                count=None if shown == "percent" and denominator else count,
                denominator=None if style == "count" else denominator,
                percent=printed_percent(count, denominator, decimals)
                if style != "count" and denominator and shown != "count"
                else None,
                period=periods - 1 if period == ALL else period,
            )
        )
    sums = _sums(schools, groups, periods, with_denominators=style != "count")
    if style != "count" and draw(st.booleans()):
        groups_of = [Cell(f"in {cell.key}", cell.denominator, period=cell.period) for cell in cells]
        sums += [out_of(cell.key, f"in {cell.key}") for cell in cells]
        cells += groups_of
    staff = [Cell(f"staff {number}", 1, 22, counts_students=False) for number in range(2)]
    return draw(st.permutations([*cells, *staff])), sums


def _with_all(size):
    return [*range(size), ALL] if size > 1 else [0]


def _is_in(leaf, asked):
    return all(wanted in (ALL, value) for value, wanted in zip(leaf, asked, strict=True))


def _key(*names):
    return "/".join(str(name) for name in names)


def _sums(*sizes, with_denominators):
    sums: list[Sum] = []
    for axis in range(3):
        if sizes[axis] == 1:
            continue
        others = [_with_all(size) if at != axis else [None] for at, size in enumerate(sizes)]
        for asked in product(*others):
            keys = [_key(*asked[:axis], value, *asked[axis + 1 :]) for value in [ALL, *range(sizes[axis])]]
            sums.append(total(*keys))
            if with_denominators:
                sums.append(denominators_total(*keys))
    return sums
