"""Whether segments add up to a whole, so that shares of it mean something."""

from __future__ import annotations

import numpy as np
import pandas as pd

ADDS_UP_WITHIN = 1e-6


def adds_up(parts: pd.Series, whole: float) -> bool:
    """Whether segments add up to their whole, so that shares of it mean something.

    Distinct counts over overlapping segments do not: a user may be in several.

    Args:
        parts: Value of each segment.
        whole: Value without a split.

    Returns:
        True if they agree within a millionth of the whole.

    Raises:
        ValueError: If the whole is missing.

    Source:
        Gray et al. (1997), Data Cube, on distributive and holistic aggregates.
    """
    if np.isnan(whole):
        raise ValueError("The whole is missing; ask only for periods that have one.")
    return abs(float(parts.sum()) - whole) <= ADDS_UP_WITHIN * max(abs(whole), 1.0)
