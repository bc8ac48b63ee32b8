"""One refresh: from a company's files to a published generation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb

from pipeline import (
    building,
    deriving,
    ending,
    generations,
    mappings,
    mart_builder,
    modelling,
    plan,
    portal_notes,
    registry,
    results,
)
from pipeline import tables as table_files
from pipeline.company import Company
from pipeline.databases import intake
from pipeline.generations import Current
from pipeline.journal import Journal, Notes, Record, stamp
from pipeline.loading import Tally
from pipeline.mart_builder import Mart
from pipeline.modelling import Rules
from pipeline.planned import Plan
from pipeline.problems import RefreshError
from pipeline.registry import Registry
from pipeline.results import Outcome
from pipeline.steps import Log, Surroundings


def refresh(
    company: Company, folder: Path, around: Surroundings, *, from_scratch: bool = False
) -> Outcome:
    """Refresh a company's warehouse.

    Args:
        company: Whose files and mappings.
        folder: The warehouse; made if it is not there.
        around: Clock, place to tell what happens, and a hook for tests.
        from_scratch: Read everything again, even where rows of files that are gone
            will be lost.

    Returns:
        How it ended. A refresh that fails says so in the journal and leaves the
        current generation as it is.

    Raises:
        AnotherRefreshError: If another refresh of this warehouse is running.
    """
    with generations.locked(folder):
        return _Refresh(company, folder, around).run(from_scratch=from_scratch)


class _Refresh:
    """The state of one refresh."""

    def __init__(self, company: Company, folder: Path, around: Surroundings) -> None:
        self.company = company
        self.folder = folder
        self.around = around
        self.current = generations.read_current(folder)
        self.journal = Journal(folder, table_files.read_all(["ops_"]))
        self.notes = Notes(folder)
        self.died = ending.killed_before(self.journal, self.notes, self.current)
        refresh_id = self.journal.next_id(self.current) + (1 if self.died else 0)
        record = Record(
            {
                "refresh_id": refresh_id,
                "started_at": stamp(around.clock()),
                "status": "running",
            }
        )
        self.log = Log(around, self.notes, record)
        self.draft = folder / f"{generations.data_name(self._next_generation)}.tmp"
        self.work = folder / generations.WORK

    @property
    def _next_generation(self) -> int:
        return self.current.generation + 1

    def run(self, *, from_scratch: bool) -> Outcome:
        """Do it, and write down how it ended."""
        for left in generations.sweep(self.folder, self.current):
            self.around.report(f"  removed {left}, left over from an earlier refresh")
        try:
            self.notes.start(self.log.record)
            self.around.reached("start")
            return self._attempt(from_scratch=from_scratch)
        except results.StoppedError as error:
            return self._give_up("stopped", str(error))
        except RefreshError as error:
            return self._give_up("failed", str(error))
        except (OSError, duckdb.Error) as error:
            return self._give_up("failed", f"{type(error).__name__}: {error}")
        except KeyboardInterrupt:
            return self._give_up("failed", "The refresh was interrupted.")
        except Exception as error:
            self._give_up("failed", f"{type(error).__name__}: {error}")
            raise

    def _attempt(self, *, from_scratch: bool) -> Outcome:
        marts = mart_builder.read_all()
        stored = self.folder / self.current.data if self.current.data else None
        known = registry.read(stored)
        todo, rules = self._plan(known, marts, from_scratch=from_scratch)
        if todo.rebuild:
            known = registry.Registry()
        if todo.is_empty:
            return self._nothing_new()
        self._copy(todo)
        with building.open_draft(self.draft, self.work, self.around) as connection:
            if todo.rebuild or self.current.data is None:
                building.create(connection, rules.tables.values())
            tally = building.load(connection, todo, known, self.log, self.work)
            modelling.apply(connection, rules, known, self.log)
            base = deriving.Base(self.company.folder, rules.tables, known, stored)
            derived = deriving.derive(connection, base, marts, self.log)
            connection.execute("checkpoint")
        self.around.reached("checked")
        results.note(self.log, tally, derived)
        return self._publish(tally)

    def _plan(
        self, known: Registry, marts: list[Mart], *, from_scratch: bool
    ) -> tuple[Plan, Rules]:
        """What there is to do, and the rules that the stored rows follow.

        Databases are read on the way: what they gave is planned like files.
        """
        tables = table_files.read_all(["dim_", "fct_"])
        found, problems = mappings.read_all(self.company.mapping_files, tables)
        rules, broken = modelling.read(self.company, found, tables)
        company, found, unread = intake.land_all(
            self.company, found, self.folder, self.log
        )
        problems += [*broken, *unread]
        with self.log.step("plan") as step:
            self.log.add_problems(problems)
            todo = plan.make(
                company,
                found,
                problems,
                known,
                marts,
                from_scratch=from_scratch,
                because=rules.rebuild(known),
            )
            todo.stale_rules = not rules.is_kept(known)
            step.detail = todo.summary
        if todo.rebuild and not from_scratch:
            rules.refuse_loss(known)
        self.log.add_problems(todo.problems[len(problems) :])
        return todo, rules

    def _copy(self, todo: Plan) -> None:
        """Start from a copy of the current generation, or from empty."""
        generations.check_room(self.folder, self.current, todo.bytes)
        with self.log.step("copy") as step:
            if todo.rebuild is None:
                copied = generations.copy_current(self.folder, self.current, self.draft)
                step.detail = f"{copied >> 20} MB"

    def _publish(self, tally: Tally) -> Outcome:
        """Verify the draft and point readers at it."""
        with self.log.step("verify") as step:
            step.rows_out = building.verify(self.draft)
        generation = self._next_generation
        data = generations.data_name(generation)
        with self.log.step("publish"):
            generations.put_in_place(self.draft, self.folder / data)
        message = f"Generation {generation}: {tally.loaded:,} rows loaded."
        published = self.around.clock()
        target = replace(
            self.current,
            generation=generation,
            data=data,
            published_at=published.strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        return self._end("published", message, target)

    def _nothing_new(self) -> Outcome:
        """Nothing is published; readers keep all that they have."""
        message = "Nothing new: all files and mappings are as they were."
        if unread := [one for one in self.log.problems if one.scope == "source"]:
            sources = "source" if len(unread) == 1 else "sources"
            message = f"Nothing new, but {len(unread)} {sources} could not be read: "
            message += unread[0].reason
        news = unread and not self.journal.was_told(self.current, message)
        ops, now = self.current.ops, self.around.clock()
        noted = portal_notes.must_be_taken(self.folder, ops, now, self.journal.tables)
        if self.died or news or noted:
            return self._end("nothing_new", message, self.current)
        self._finish("nothing_new", message)
        self.journal.wait(self.log.record)
        self.notes.end()
        return Outcome("nothing_new", message, self.current, self.log)

    def _give_up(self, status: str, message: str) -> Outcome:
        """The old generation stays; the journal tells what happened."""
        if (reached := generations.read_current(self.folder)) != self.current:
            # Interrupted after readers were pointed at it: it is published.
            return Outcome("published", "Interrupted at its end.", reached, self.log)
        self.draft.unlink(missing_ok=True)
        Path(f"{self.draft}.wal").unlink(missing_ok=True)
        records = self._finish(status, message)
        args = (self.folder, self.journal, self.current, records, self.around)
        told = ending.tell_failure(*args)
        if told is None:
            return Outcome(status, message, self.current, self.log)
        return self._tidy(status, message, told)

    def _finish(self, status: str, message: str) -> list[Record]:
        """Complete the record; return all that the journal has to be told."""
        self.log.record.refresh |= {
            "status": status,
            "message": message,
            "finished_at": stamp(self.around.clock()),
        }
        died = [self.died] if self.died else []
        return [*self.journal.told_later(), *died, self.log.record]

    def _end(self, status: str, message: str, target: Current) -> Outcome:
        """Write the journal, move the pointer, sweep."""
        if status == "published":
            self.log.record.refresh["generation"] = target.generation
        records = self._finish(status, message)
        target = replace(target, company=self.company.name)
        args = (self.folder, self.journal, target, records, self.around)
        return self._tidy(status, message, ending.publish(*args))

    def _tidy(self, status: str, message: str, target: Current) -> Outcome:
        """Clean up; readers have what they need, so no error changes how it ended."""
        try:
            self.around.reached("pointer")
            if target.ops_version > self.current.ops_version:
                self.journal.forget_waiting(self.around.clock())
            self.notes.end()
            generations.sweep(self.folder, target)
            self.around.reached("end")
        except (Exception, KeyboardInterrupt) as error:
            self.around.report(f"  not tidied up: {type(error).__name__}: {error}")
        return Outcome(status, message, target, self.log)
