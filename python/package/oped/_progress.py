"""A progress bar where somebody sees it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bar(wanted: bool | None, table: object) -> Iterator[Callable[[int], object] | None]:
    """A function to call with the number of rows that were done, or none if no bar is shown."""
    if wanted is False or (wanted is None and not _is_seen()):
        yield None
        return
    try:
        from tqdm.auto import tqdm
    except ImportError:
        if wanted:
            raise ImportError("progress=True needs tqdm; install it with: pip install tqdm") from None
        yield None
        return
    with tqdm(total=_length(table), unit=" rows", desc="oped", leave=False) as bar:
        yield bar.update


def _is_seen() -> bool:
    return sys.stderr is not None and (sys.stderr.isatty() or "ipykernel" in sys.modules)


def _length(table: object) -> int | None:
    try:
        return len(table)  # type: ignore[arg-type]
    except TypeError:
        return None
