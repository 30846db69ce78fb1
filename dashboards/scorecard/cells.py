"""One value of a scorecard, with what its own words say of it and what follows of its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from evidence.models import EvidenceRow, Observation, ObservationStatus
from evidence.public.reader import PublicReading
from evidence.reading import read_value
from evidence.reading.standings import PrintedStanding, read_standing
from evidence.results.judging import Judgement, Result
from evidence.results.ladder import OnLadder
from evidence.results.meanings import Meanings
from partnerships.models import Period


class GoalState(StrEnum):
    ON = "on track"
    OFF = "off track"
    OPEN = "not told yet"


OF_STANDING = {PrintedStanding.ON_TRACK: GoalState.ON, PrintedStanding.OFF_TRACK: GoalState.OFF}
OF_JUDGEMENT = {Judgement.MET: GoalState.ON, Judgement.NOT_MET: GoalState.OFF}


@dataclass(frozen=True)
class JudgedValue:
    """A value, or a part's, as the public reads it."""

    value: Observation
    label: str
    """Of a part: “MS”. Empty for the whole."""
    result: Result
    is_withheld: bool
    note: str
    """Empty where it would say what is hidden."""
    ladder: OnLadder | None = None

    @property
    def printed(self) -> PrintedStanding | None:
        """What its own words say."""
        return None if self.is_withheld else read_standing(self.value.text)

    @property
    def computed(self) -> GoalState | None:
        """What its figure says, held against its target."""
        return OF_JUDGEMENT.get(self.result.verdict)

    @property
    def state(self) -> GoalState | None:
        """What is printed counts; where nothing is, what its figure says."""
        return (OF_STANDING.get(self.printed) if self.printed else None) or self.computed

    @property
    def disagrees(self) -> bool:
        """Whether its words say one thing and its figure another."""
        said = OF_STANDING.get(self.printed) if self.printed else None
        return bool(said and self.computed and said != self.computed)

    @property
    def has_added_bands(self) -> bool:
        return any(one.added for one in self.result.bands)

    @property
    def text(self) -> str:
        return self.value.text or self.value.get_status_display()

    @property
    def status(self) -> str:
        """“known to be wrong”, where it is no reported value and its text alone does not say so."""
        if self.value.status in (ObservationStatus.REPORTED, ObservationStatus.BLANK):
            return ""
        says_so = read_value(self.value.text).status == self.value.status
        return "" if says_so else self.value.get_status_display()


@dataclass(frozen=True)
class ScoreCell:
    """What stands for a goal in a period: the whole, and its parts where it has any."""

    period: Period
    whole: JudgedValue | None
    parts: Sequence[JudgedValue]

    @property
    def state(self) -> GoalState:
        """Off track where any part is; on track where nothing says otherwise and something says so."""
        states = {one.state for one in [self.whole, *self.parts] if one}
        if GoalState.OFF in states:
            return GoalState.OFF
        return GoalState.ON if states == {GoalState.ON} or self._all_parts_are_on else GoalState.OPEN

    @property
    def _all_parts_are_on(self) -> bool:
        return bool(self.parts) and all(one.state is GoalState.ON for one in self.parts)

    @property
    def is_split(self) -> bool:
        """Whether the whole only repeats what its parts say one by one."""
        if not (self.parts and self.whole):
            return False
        plain = " ".join(self.whole.value.text.split())
        return self.whole.value.number is None and all(
            one.text in plain for one in self.parts if one.value.text
        )

    @property
    def shown(self) -> list[JudgedValue]:
        """The parts instead of a whole that only repeats them."""
        whole = [self.whole] if self.whole and not self.is_split else []
        return [*whole, *self.parts]


def cell_of(
    row: EvidenceRow,
    period: Period,
    values: Sequence[Observation],
    meanings: Meanings,
    public: PublicReading,
) -> ScoreCell:
    """`values` are the row's in the period, each with its part."""

    def judged(value: Observation) -> JudgedValue:
        told = public.printed(value)
        told.period, told.row = value.period, row
        return JudgedValue(
            told,
            value.part.label if value.part else "",
            meanings.result(row, told),
            told is not value,
            public.note_of(value),
            meanings.on_ladder(row, told),
        )

    found = [judged(value) for value in values]
    whole = next((one for one, value in zip(found, values, strict=True) if value.part_id is None), None)
    parts = [one for one, value in zip(found, values, strict=True) if value.part]
    return ScoreCell(period, whole, parts)
