"""Fields whose values stand for themselves: numbers, yes and no, texts, sizes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground.fields.values import Value, listed, number_of, plain_number, shown


@dataclass(frozen=True, kw_only=True)
class Field:
    """One setting: its default, its label and the sentence that explains it.

    Args:
        label: what the control is called; empty: made from the setting's name.
        help: the tooltip: one or two sentences.
        restarts: whether a change starts the training over.
        positional: whether a link writes the value without its name.
    """

    label: str = ""
    help: str = ""
    restarts: bool = False
    positional: bool = False
    default: Value = None

    def read(self, raw: Any, where: str, problems: list[str]) -> Value:
        """The valid value nearest to ``raw``; what was wrong is added to ``problems``."""
        raise NotImplementedError

    def check(self, value: Any, where: str) -> Value:
        """The value, valid as it is.

        Raises:
            ValueError: a sentence that names ``where``, what is expected and what came.
        """
        problems: list[str] = []
        valid = self.read(value, where, problems)
        if problems:
            raise ValueError(problems[0])
        return valid


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A real number between two bounds. Numbers are traced: a change never compiles."""

    default: float = 0.0
    low: float
    high: float
    step: float | None = None
    scale: str = "linear"  # or "log": how a slider moves through it

    def read(self, raw: Any, where: str, problems: list[str]) -> float:
        number = number_of(raw)
        if number is None or not self.low <= number <= self.high:
            problems.append(
                f"{where} expects {self._kind} between {plain_number(self.low)} and "
                f"{plain_number(self.high)}; got {shown(raw)}."
            )
            if number is None:
                return self.default
            return self._exact(min(max(number, self.low), self.high))
        return self._exact(number)

    _kind = "a number"

    def _exact(self, number: float) -> float:
        return float(number)


@dataclass(frozen=True, kw_only=True)
class Whole(Number):
    """A whole number between two bounds. Where it is a layer's, it shapes the model."""

    default: int = 0
    _kind = "a whole number"

    def read(self, raw: Any, where: str, problems: list[str]) -> int:
        number = number_of(raw)
        if number is not None and number != int(number):
            problems.append(f"{where} expects a whole number; got {shown(raw)}.")
            raw = round(number)
        return super().read(raw, where, problems)

    def _exact(self, number: float) -> int:
        return int(number)


@dataclass(frozen=True, kw_only=True)
class Flag(Field):
    """Yes or no."""

    default: bool = False

    def read(self, raw: Any, where: str, problems: list[str]) -> bool:
        if isinstance(raw, bool):
            return raw
        word = str(raw).strip().lower()
        if word in ("true", "yes", "on", "1"):
            return True
        if word in ("false", "no", "off", "0"):
            return False
        problems.append(f"{where} expects true or false; got {shown(raw)}.")
        return self.default


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """A few words, or a value that is written compactly.

    Args:
        longest: how many characters it may have.
        form: gives the text as it is kept, or raises ValueError with a sentence about it.
    """

    default: str = ""
    longest: int = 80
    form: Callable[[str], str] | None = None

    def read(self, raw: Any, where: str, problems: list[str]) -> str:
        text = raw if isinstance(raw, str) else None
        if text is None or not text.isprintable():
            problems.append(f"{where} expects plain text; got {shown(raw)}.")
            return self.default
        if _is_too_long(text, self.longest, where, problems):
            return self.default
        if self.form is None or text == self.default:
            return text  # where nothing may be said, the default is empty
        try:
            return self.form(text)
        except ValueError as error:
            problems.append(f"{where}: {error}")
            return self.default


@dataclass(frozen=True, kw_only=True)
class Source(Field):
    """A text of many lines: code.

    Args:
        longest: how many characters it may have.
    """

    default: str = ""
    longest: int = 24_000

    def read(self, raw: Any, where: str, problems: list[str]) -> str:
        text = raw.replace("\r\n", "\n").replace("\r", "\n") if isinstance(raw, str) else None
        if text is None or any(not each.isprintable() and each not in "\n\t" for each in text):
            problems.append(f"{where} expects plain text; got characters that are none.")
            return self.default
        if _is_too_long(text, self.longest, where, problems):
            return self.default
        return text if text.strip() else self.default


@dataclass(frozen=True, kw_only=True)
class Sizes(Field):
    """A few whole numbers in a row: a shape. -1 stands for the size that follows from the rest."""

    default: tuple[int, ...] = (-1,)
    most: int = 4
    high: int = 100_000

    def read(self, raw: Any, where: str, problems: list[str]) -> tuple[int, ...]:
        given = listed(raw, where, problems) or self.default
        numbers = [number_of(each) for each in given[: self.most]]
        if all(each is not None and each == int(each) and (each == -1 or 1 <= each <= self.high)
               for each in numbers) and len(given) <= self.most and numbers.count(-1) <= 1:
            return tuple(int(each) for each in numbers)
        problems.append(f"{where} expects 1 to {self.most} whole numbers, such as [28,28], at most "
                        f"one of them -1; got {shown(','.join(map(str, given)))}.")
        return self.default


def _is_too_long(text: str, longest: int, where: str, problems: list[str]) -> bool:
    if len(text) <= longest:
        return False
    problems.append(f"{where} expects at most {longest:,} characters; got {len(text):,}.")
    return True
