"""What printed values say of how far something is."""

import pytest

from evidence.reading.standings import Standing, read_standing


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("On Track 95.48%", Standing.ON_TRACK),
        ("On-Track", Standing.ON_TRACK),
        ("Off track", Standing.OFF_TRACK),
        ("Off Track: 1) # of families receive a weekly communication", Standing.OFF_TRACK),
        ("We are not on track", Standing.OFF_TRACK),
        ("Intermittent Progress\nDeansList reports 86.66%", Standing.UNDER_WAY),
        ("In progress!", Standing.UNDER_WAY),
        ("MS: On track HS: Off track", None),
        ("Not yet measured", None),
        ("94.47%", None),
        ("Progress reports are delivered", None),
        ("", None),
    ],
)
def test_a_standing_is_read_where_a_value_says_one(text, standing):
    assert read_standing(text) is standing
