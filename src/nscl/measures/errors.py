"""The refusals of this room: each names what is wrong, where, and in a sentence what to do.

`code` is the name for machines, `field` the path of the input (`capital[2]`,
`centres[0].materials[1].quantity`; positions in a path count from 0 as in JSON, positions in sentences
from 1 as people count).
"""

from __future__ import annotations

import re


class MeasureError(ValueError):
    """An input from which this measure cannot be taken."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message

    @property
    def code(self) -> str:
        """The name of the refusal for machines.

        >>> NotFinite("capital[2]", "…").code
        'not_finite'
        """
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(self).__name__).lower()

    def as_json(self) -> dict[str, str]:
        """The object that `nscl measure` prints."""
        return {"error": self.code, "field": self.field, "message": self.message}

    def under(self, prefix: str) -> MeasureError:
        """The same refusal seen from outside: its field below `prefix`.

        >>> OutOfRange("sizes[1]", "…").under("periods[0]").field
        'periods[0].sizes[1]'
        """
        return type(self)(f"{prefix}.{self.field}" if self.field else prefix, self.message)


class UnknownMethod(MeasureError):
    """No method of that name."""


class InvalidJson(MeasureError):
    """The text is not one JSON object."""


class MissingField(MeasureError):
    """A field the method needs is absent or null."""


class UnknownField(MeasureError):
    """A field the method does not know: most often a slip of the pen."""


class WrongType(MeasureError):
    """A value of another kind than the field takes."""


class NotFinite(MeasureError):
    """NaN or infinity where a number is needed."""


class OutOfRange(MeasureError):
    """A number outside what the field can mean: a negative capital, no workers, a share above one."""


class WrongLength(MeasureError):
    """Lists that should be of one length are not, or a matrix is not of the right shape."""


class TooFew(MeasureError):
    """Fewer observations than the method needs to say anything."""


class Unbalanced(MeasureError):
    """A design with holes where the method needs a full one."""


class ConstantData(MeasureError):
    """Data without variation where the method divides by it."""


class Duplicate(MeasureError):
    """A name or a key given twice."""


class Inconsistent(MeasureError):
    """Figures that contradict each other beyond the tolerance."""


class NotComparable(MeasureError):
    """Figures of two geographies, definitions or price bases without a link between them."""


class Infeasible(MeasureError):
    """A problem that has no solution under what was asked."""


class TooLarge(MeasureError):
    """A problem larger than the method can solve exactly."""


class UnstableProcess(MeasureError):
    """Capability asked of a process out of control, without a reason to go on."""
