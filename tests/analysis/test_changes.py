"""Who adds up to a whole is known."""

import pandas as pd
import pytest

from analysis.changes import adds_up


def test_distinct_users_over_overlapping_segments_do_not_add_up():
    assert adds_up(pd.Series([3.0, 4.0]), 7.0)
    assert not adds_up(pd.Series([3.0, 4.0]), 6.0)
    with pytest.raises(ValueError, match="The whole is missing"):
        adds_up(pd.Series([1.0]), float("nan"))
