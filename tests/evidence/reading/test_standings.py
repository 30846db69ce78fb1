"""What printed values say of how far something is."""

import pytest

from evidence.reading.standings import PrintedStanding, read_standing


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("On Track 95.48%", PrintedStanding.ON_TRACK),
        ("On-Track", PrintedStanding.ON_TRACK),
        ("Off track", PrintedStanding.OFF_TRACK),
        ("Off Track: 1) # of families receive a weekly communication", PrintedStanding.OFF_TRACK),
        ("We are not on track", PrintedStanding.OFF_TRACK),
        ("Intermittent Progress\nDeansList reports 86.66%", PrintedStanding.UNDER_WAY),
        ("In progress!", PrintedStanding.UNDER_WAY),
        ("MS: On track HS: Off track", None),
        ("Not yet measured", None),
        ("94.47%", None),
        ("Progress reports are delivered", None),
        ("", None),
    ],
)
def test_a_standing_is_read_where_a_value_says_one(text, standing):
    assert read_standing(text) is standing
