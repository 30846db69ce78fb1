"""What a chart of lines is drawn from, as plain values: it can be kept, and drawn whenever it is read."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from .charts import Chart, ChartMark, Series, lines_chart, lines_in_words


@dataclass(frozen=True)
class LinePlot:
    """What `lines_chart` is given."""

    columns: tuple[str, ...]
    series: tuple[Series, ...]
    lowest: float
    highest: float
    height: int
    digits: tuple[tuple[float, str], ...]
    target: Series | None
    together: bool

    @property
    def words(self) -> str:
        """The same as a chart says."""
        return lines_in_words(self.columns, (*self.series, self.target) if self.target else self.series)

    def draw(self) -> Chart:
        return lines_chart(
            self.columns,
            self.series,
            self.lowest,
            self.highest,
            height=self.height,
            digits=self.digits,
            target=self.target,
            together=self.together,
        )

    def as_json(self) -> Any:
        return json.loads(json.dumps(asdict(self)))


def plot_from(kept: dict[str, Any]) -> LinePlot:
    """What `as_json` gave."""
    return LinePlot(
        **kept
        | {
            "columns": tuple(kept["columns"]),
            "series": tuple(map(_series_from, kept["series"])),
            "digits": tuple((value, digit) for value, digit in kept["digits"]),
            "target": _series_from(kept["target"]) if kept["target"] else None,
        }
    )


def _series_from(kept: dict[str, Any]) -> Series:
    return Series(kept["title"], tuple(ChartMark(**mark) for mark in kept["marks"]))
