"""What can go wrong. Every exception is an :class:`OpedError`, and one of Python's own kinds."""

from __future__ import annotations


class OpedError(Exception):
    """Something could not be read, scored or trained.

    The message says what is wrong and, behind a semicolon, what to do about it.

    Attributes:
        parameter: The argument to look at, if one is at fault.
        line: The line of the input (from 1), where it is known.
    """

    def __init__(self, message: str, parameter: str | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.line = line

    def __reduce__(self) -> tuple[type[OpedError], tuple[str, str | None, int | None]]:
        return type(self), (str(self), self.parameter, self.line)

    def __str__(self) -> str:
        return str(self.args[0])


class InputError(OpedError, OSError):
    """A file could not be read."""


class MissingFileError(InputError, FileNotFoundError):
    """There is no file of this name."""


class EncodingError(OpedError, ValueError):
    """The bytes are no text that can be read."""


class EmptyError(OpedError, ValueError):
    """The text has no paragraph, or the table no row."""


class ColumnError(OpedError, ValueError):
    """A table lacks a column, or a column has another type."""


class TableError(OpedError, ValueError):
    """A labelled table breaks its format: a label that is none."""


class TrainingError(OpedError, ValueError):
    """The rows cannot train a model: one label only, no term left."""


class ModelError(OpedError, ValueError):
    """The bytes are no model that can be used."""


class UsageError(OpedError, ValueError):
    """An argument has a value that makes no sense."""
