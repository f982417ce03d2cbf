"""Questionnaires: what they ask, whether that holds together, what was answered and what it adds up to.

Pure: no Django, no files, no clock. `parse` reads a definition, `read` and `judge` its answers, `tally`
all of them.
"""

from nscl.policy.questionnaires.answers import AnswerFault, Judged, Reading, carry, judge, read, replaced
from nscl.policy.questionnaires.changes import Change, compare
from nscl.policy.questionnaires.checking import AnswerError, bounds_of, check_value
from nscl.policy.questionnaires.conditions import asked
from nscl.policy.questionnaires.definition import (
    CHOOSING_KINDS,
    COLUMN_KINDS,
    KIND_NAMES,
    KINDS,
    NUMERIC_KINDS,
    OTHER,
    PREFILLS,
    SCALE,
    Check,
    Choice,
    Condition,
    Definition,
    Question,
    Section,
    TableColumn,
    TableRow,
    options_of,
)
from nscl.policy.questionnaires.faults import DefinitionError, Fault
from nscl.policy.questionnaires.parsing import RESERVED, digest, dump, faults, parse, parse_loosely
from nscl.policy.questionnaires.shapes import MONEY_UNITS
from nscl.policy.questionnaires.showing import shown, typed, written
from nscl.policy.questionnaires.tallying import Numbers, Tally, TallyLine, tally, tally_column
from nscl.policy.questionnaires.values import read_value

__all__ = [
    "CHOOSING_KINDS",
    "COLUMN_KINDS",
    "KINDS",
    "KIND_NAMES",
    "MONEY_UNITS",
    "NUMERIC_KINDS",
    "OTHER",
    "PREFILLS",
    "RESERVED",
    "SCALE",
    "AnswerError",
    "AnswerFault",
    "Change",
    "Check",
    "Choice",
    "Condition",
    "Definition",
    "DefinitionError",
    "Fault",
    "Judged",
    "Numbers",
    "Question",
    "Reading",
    "Section",
    "TableColumn",
    "TableRow",
    "Tally",
    "TallyLine",
    "asked",
    "bounds_of",
    "carry",
    "check_value",
    "compare",
    "digest",
    "dump",
    "faults",
    "judge",
    "options_of",
    "parse",
    "parse_loosely",
    "read",
    "read_value",
    "replaced",
    "shown",
    "tally",
    "tally_column",
    "typed",
    "written",
]
