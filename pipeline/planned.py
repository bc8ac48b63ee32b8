"""What a refresh has to do, once it is decided."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.files import Sight, SourceFile
from pipeline.mappings import Mapping
from pipeline.problems import Problem


@dataclass
class SourcePlan:
    """Files to read once for the mappings that share them.

    `stopped` are the names of new files that are not read, as one has another shape.
    """

    source: tuple[str, ...]
    mappings: list[Mapping]
    found: list[SourceFile]
    files: list[tuple[SourceFile, Sight]] = field(default_factory=list)
    stopped: frozenset[str] = frozenset()


@dataclass
class Plan:
    """What there is to do; `rebuild` says why all is read from empty, if it is."""

    sources: list[SourcePlan] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rebuild: str | None = None
    stale_marts: bool = False
    stale_rules: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is new."""
        return not (
            self.rebuild
            or self.stale_marts
            or self.stale_rules
            or any(source.files for source in self.sources)
        )

    @property
    def summary(self) -> str:
        """What there is to do, in words."""
        files = sum(len(source.files) for source in self.sources)
        because = f", all from empty because {self.rebuild}" if self.rebuild else ""
        return f"{files} files to read{because}"

    @property
    def bytes(self) -> int:
        """Size of the files to read."""
        return sum(file.size for one in self.sources for file, _ in one.files)
