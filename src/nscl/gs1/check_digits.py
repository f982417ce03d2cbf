"""Check digits of GS1 keys: the weighted sum of all-digit keys, and the character pair of model numbers.

Source: GS1 General Specifications, section 7.9 (check digit and check character pair calculations).
"""

from nscl.gs1.errors import Gs1Error, shown

_PAIR = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
# The 82 characters that alphanumeric values may hold, in the order of their weights (section 7.11).
SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
SET_39 = "#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SET_64 = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz="
_VALUE_82 = {letter: value for value, letter in enumerate(SET_82)}
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)
_MODULUS = 1021


def is_digits(text: object) -> bool:
    """Whether a text is made of the ten ASCII digits only; full-width and Arabic ones are none.

    >>> is_digits("0893"), is_digits("０８９３"), is_digits("")
    (True, False, False)
    """
    return isinstance(text, str) and text.isascii() and text.isdecimal()


def check_digit(body: str) -> str:
    """The digit that follows the digits of `body`: weights 3, 1, 3 … from the right.

    >>> check_digit("0401234512345"), check_digit("34012345111111111")
    ('6', '1')
    """
    if not is_digits(body):
        raise Gs1Error("not_digits", f"{shown(body)} phải gồm toàn chữ số.")
    weighted = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(body)))
    return str(-weighted % 10)


def fits(code: str) -> bool:
    """Whether the last digit of an all-digit key is its check digit.

    >>> fits("8936000000011"), fits("8936000000012")
    (True, False)
    """
    return is_digits(code) and len(code) > 1 and check_digit(code[:-1]) == code[-1]


def check_pair(body: str) -> str:
    """The two check characters of a Global Model Number.

    >>> check_pair("1987654Ad4X4bL5ttr2310c")
    '2K'
    """
    if not isinstance(body, str) or not 0 < len(body) <= len(_PRIMES) or set(body) - set(SET_82):
        raise Gs1Error("not_alphanumeric", f"{shown(body)} có ký tự ngoài bộ 82 ký tự của GS1, hoặc quá dài.")
    weights = zip(reversed(body), _PRIMES, strict=False)
    total = sum(_VALUE_82[letter] * weight for letter, weight in weights) % _MODULUS
    return _PAIR[total // 32] + _PAIR[total % 32]


def pair_fits(code: str) -> bool:
    """Whether the last two characters are the check pair of those before.

    >>> pair_fits("1987654Ad4X4bL5ttr2310c2K"), pair_fits("1987654Ad4X4bL5ttr2310c2L")
    (True, False)
    """
    if len(code) < 3 or set(code) - set(SET_82) or len(code) - 2 > len(_PRIMES):
        return False
    return check_pair(code[:-2]) == code[-2:]
