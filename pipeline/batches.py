"""Cut the files of a source into batches that are read together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.files import Sight, SourceFile
from pipeline.line_numbers import Batch, Staged
from pipeline.mappings import Mapping

Seen = tuple[SourceFile, Sight]
BATCH_BYTES = 256 << 20
# How much larger text is than a file that holds it compressed, as a rule.
UNPACKED = 8


def of(files: Sequence[Seen]) -> Iterator[list[Seen]]:
    """Files of one kind, about as many as fit in memory; a file is never cut.

    What does not fit goes to the disk, so that only the speed depends on the guess.
    """
    group: list[Seen] = []
    size = 0
    for file, sight in sorted(files, key=lambda seen: (_kind(seen), seen[0].name)):
        weight = _weight(file, sight)
        differs = bool(group) and _kind(group[0]) != _kind((file, sight))
        if differs or (group and size + weight > BATCH_BYTES):
            yield group
            group, size = [], 0
        group.append((file, sight))
        size += weight
    if group:
        yield group


def gather(mappings: Sequence[Mapping], files: Sequence[Seen]) -> Batch:
    """The files as one batch for the mappings that read them."""
    kind, delimiter = _kind(files[0])
    batch = Batch([], delimiter, ", ".join(one.name for one in mappings))
    batch.kind = "csv" if kind == "csv" else "parquet" if kind == "parquet" else "json"
    batch.wanted = frozenset().union(*(one.columns for one in mappings))
    batch.files = [Staged(file, sight, flaw=sight.flaw) for file, sight in files]
    return batch


def _kind(seen: Seen) -> tuple[str, str]:
    """What files of one batch have in common; a file of no kind has nothing to read."""
    format_ = seen[1].format
    return (format_.kind, format_.delimiter) if format_ else ("csv", ",")


def _weight(file: SourceFile, sight: Sight) -> int:
    """About how many bytes of text a file holds."""
    packed = sight.format and (
        sight.format.compressed or sight.format.kind == "parquet"
    )
    return file.size * (UNPACKED if packed else 1)
