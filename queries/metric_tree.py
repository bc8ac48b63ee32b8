"""The tree of metrics: one north star, few primary outcomes, and what moves what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from queries import identities
from queries.definitions import Metric, MetricFileError
from queries.metric_keys import NORTH_STAR
from queries.names import hint

MOST_PRIMARY = 2


def grown(metrics: Mapping[str, Metric]) -> dict[str, Metric]:
    """The same metrics, each with all its drivers: those of its identity first.

    Raises:
        MetricFileError: If there is not exactly one north star, there are too many
            primary outcomes, a driver is no metric, or a metric drives itself.
    """
    _check_star(metrics)
    _check_primary(metrics)
    found = {
        name: replace(metric, drivers=_drivers(metric, metrics))
        for name, metric in metrics.items()
    }
    for name in found:
        _check_cycle(name, found)
    return found


def _check_star(metrics: Mapping[str, Metric]) -> None:
    stars = [one for one in metrics.values() if one.level == NORTH_STAR]
    if metrics and not stars:
        [first, *_] = metrics.values()
        raise MetricFileError(
            f"{first.place.path.parent}: none of {len(metrics)} metrics has the level "
            "north star; give it to the one that matters most."
        )
    for star in stars[1:]:
        raise MetricFileError(
            f"{star.at('level')}: metric {star.name!r} has the level north star, and "
            f"so has {stars[0].name!r} ({stars[0].at('level')}); there is one, so make "
            "one of them an outcome."
        )


def _check_primary(metrics: Mapping[str, Metric]) -> None:
    primary = [one for one in metrics.values() if one.primary]
    for one in primary[MOST_PRIMARY:]:
        others = " and ".join(repr(other.name) for other in primary[:MOST_PRIMARY])
        raise MetricFileError(
            f"{one.at('primary')}: metric {one.name!r} is primary, and so are "
            f"{others}; at most {MOST_PRIMARY} may be: take the word from one of them."
        )


def _drivers(metric: Metric, metrics: Mapping[str, Metric]) -> tuple[str, ...]:
    named: list[tuple[str, str]] = []
    if metric.identity:
        try:
            parts = identities.names(metric.identity)
        except ValueError as error:
            where = f"{metric.at('identity')}: metric {metric.name!r}"
            raise MetricFileError(f"{where} has an identity: {error}.") from error
        named += [("identity", part) for part in parts]
    named += [("drivers", part) for part in metric.drivers]
    for key, part in named:
        if part not in metrics:
            raise MetricFileError(
                f"{metric.at(key)}: metric {metric.name!r} has in its {key} {part!r}: "
                f"{hint(part, metrics)}"
            )
    return tuple(dict.fromkeys(part for _, part in named))


def _check_cycle(name: str, metrics: Mapping[str, Metric]) -> None:
    """Refuse a metric that is reached again from its own drivers."""
    came_from = dict.fromkeys(metrics[name].drivers, name)
    waiting = list(came_from)
    while waiting:
        at = waiting.pop()
        if at == name:
            way = [name]
            while len(way) == 1 or way[-1] != name:
                way.append(came_from[way[-1]])
            key = "identity" if metrics[name].identity else "drivers"
            raise MetricFileError(
                f"{metrics[name].at(key)}: metric {name!r} drives itself: "
                f"{' <- '.join(reversed(way))}; take one of these out of the other's "
                "drivers or identity."
            )
        for driver in metrics[at].drivers:
            if driver not in came_from:
                came_from[driver] = at
                waiting.append(driver)
