"""The English pages: the same day-first dates, so that changing the language never swaps day and month."""

from config.formats.vi import formats as vi

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "d/m/Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "H:i, j F Y"
SHORT_DATETIME_FORMAT = "H:i d/m/Y"
FIRST_DAY_OF_WEEK = 1  # Monday

DATE_INPUT_FORMATS = vi.DATE_INPUT_FORMATS
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S"]
DATETIME_INPUT_FORMATS = vi.DATETIME_INPUT_FORMATS
NUMBER_GROUPING = 3
