"""The curve of concentration starts at nothing and ends at everything."""

import pandas as pd

from portal.figures.shares import concentration


def test_the_curve_begins_at_zero_beside_the_line_of_equals():
    rows = pd.DataFrame({"people_share": [50, 100], "total_share": [80, 100]})
    curve, even = concentration(rows, who="senders", what="messages")["data"]
    assert (curve["x"], curve["y"]) == ([0, 50, 100], [0, 80, 100])
    assert even["y"] == [0, 100]
