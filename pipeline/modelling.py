"""After the files are read: fill the tables of models, and finish the interactions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from pipeline import finishing, lineage, mart_builder, model_builder, models, registry
from pipeline.company import Company
from pipeline.mappings import Mapping
from pipeline.model_builder import Target
from pipeline.models import Model
from pipeline.problems import Problem, RefreshError
from pipeline.registry import Registry
from pipeline.steps import Log
from pipeline.tables import Table

SCHEMA, PAUSE = "schema", "session_pause_minutes"


@dataclass(frozen=True)
class Rules:
    """What stored rows follow besides mappings: models, tables, the pause.

    `broken` are the names of models that cannot be used: what they gave before stays.
    """

    models: tuple[Model, ...]
    tables: dict[str, Table]
    pause_minutes: int
    broken: frozenset[str] = frozenset()

    @property
    def settings(self) -> dict[str, str]:
        """The rules as the registry writes them."""
        shape = "".join(
            f"{one.ddl}{one.key}{one.version}{one.derived}{one.accepted}"
            for _, one in sorted(self.tables.items())
            if not one.is_own
        )
        digest = hashlib.sha256(shape.encode()).hexdigest()
        return {SCHEMA: digest, PAUSE: str(self.pause_minutes)}

    def signatures(self, known: Registry) -> dict[str, tuple[str, str]]:
        """Table and signature of each model, by its name.

        A broken one has none, so that it is applied as soon as it can be used again.
        """
        kept = {
            one: (known.models[one][0], "") for one in self.broken & set(known.models)
        }
        now = {one.name: (one.table.name, one.signature) for one in self.models}
        return {**kept, **now}

    def is_kept(self, known: Registry) -> bool:
        """Whether the stored rows follow these rules already."""
        return (known.models, known.rules) == (
            self.signatures(known),
            self.settings,
        )

    def refuse_loss(self, known: Registry) -> None:
        """Refuse to build anew when rows of a broken model could not be made again.

        Raises:
            RefreshError: If there is one.
        """
        if lost := sorted(self.broken & set(known.models)):
            raise RefreshError(
                f"Everything must be read again, but {lost[0]} cannot be used, so its "
                "rows would be lost. Correct it and refresh again."
            )

    def rebuild(self, known: Registry) -> str | None:
        """Why all must be read again, if the tables have another shape now."""
        if known.mappings and known.rules.get(SCHEMA) != self.settings[SCHEMA]:
            return "the tables of the warehouse changed"
        return None


def read(
    company: Company, mappings: Sequence[Mapping], tables: dict[str, Table]
) -> tuple[Rules, list[Problem]]:
    """The rules of a company, and the models of it that cannot be used.

    Models may read the tables of the warehouse, and those that mappings declare.
    """
    own = {one.table.name: one.table for one in mappings if one.table.is_own}
    mapped = {one.table.name: one.name for one in mappings}
    known = {**tables, **own}
    found, problems = models.read_all(company.model_files, known, mapped)
    if found:
        found, refused = models.check_binding(found, known)
        problems += refused
    broken = frozenset(one.mapping for one in problems)
    return Rules(tuple(found), known, company.pause_minutes, broken), problems


def apply(
    connection: duckdb.DuckDBPyConnection, rules: Rules, known: Registry, log: Log
) -> None:
    """Fill the tables of models, then finish the interactions."""
    _clear_gone(connection, rules, known)
    for target in mart_builder.in_order(model_builder.targets(rules.models)):
        with log.step(f"model:{target.name}") as step:
            if not _is_due(connection, target, rules, known):
                step.status, step.detail = (
                    "skipped",
                    "nothing that it reads has changed",
                )
                continue
            built = model_builder.build(connection, target)
            log.add_problems(built.problems)
            step.rows_in, step.rows_out = built.rows, built.changed
            step.detail = f"from {', '.join(one.name for one in target.models)}"
    with log.step("finish") as step:
        if known.rules.get(PAUSE) not in {None, str(rules.pause_minutes)}:
            finishing.finish_all(connection)
        noted = finishing.finish(connection, rules.pause_minutes)
        log.add_changes(noted)
        step.rows_out = sum(one.rows_changed for one in noted)
        step.detail = "sessions and countries of interactions"
    lineage.remember(connection, models=rules.models)
    lineage.forget(connection, rules.signatures(known))
    registry.remember_models(
        connection,
        [(name, *said) for name, said in rules.signatures(known).items()],
        rules.settings,
    )


def _clear_gone(
    connection: duckdb.DuckDBPyConnection, rules: Rules, known: Registry
) -> None:
    """Take back what models gave that are gone."""
    follow = rules.signatures(known)
    still = {table for table, _ in follow.values()}
    for model in sorted(set(known.models) - set(follow)):
        table = rules.tables.get(known.models[model][0])
        if table and (table.is_dimension or table.name not in still):
            model_builder.clear(connection, table, model)


def _is_due(
    connection: duckdb.DuckDBPyConnection,
    target: Target,
    rules: Rules,
    known: Registry,
) -> bool:
    """Whether what a target's models say may have changed."""
    follow = rules.signatures(known)
    if any(follow[one][0] == target.name for one in rules.broken & set(follow)):
        return False
    before, now = (_of_table(one, target.name) for one in (known.models, follow))
    return before != now or bool(target.reads & model_builder.changed_reads(connection))


def _of_table(models: dict[str, tuple[str, str]], table: str) -> Sequence[str]:
    """Names and signatures of the models of a table."""
    found: Iterable[str] = (
        f"{name} {said}" for name, (into, said) in models.items() if into == table
    )
    return sorted(found)
