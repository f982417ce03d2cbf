"""Lists in pages: how many rows, from where on, and the link to the next page (EPCIS 2.0, section 12)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse

from nscl.apps.api.problems import PARAMETER, ApiError
from nscl.gs1.epcis.problems import QUERY as PARAMETER_TYPE
from nscl.gs1.epcis.problems import Problem, step
from nscl.gs1.errors import shown

DEFAULT, MOST = 30, 1000
MOST_PARAMETERS = 200
PAGING = ("perPage", "nextPageToken")
# A plus sign that was not escaped reads as a space; in an instant it can mean nothing else.
_LOST_PLUS = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?) (\d{2}:\d{2})")

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Page:
    """What part of a list is asked for."""

    per_page: int = DEFAULT
    token: str = ""


def parameters_of(request: HttpRequest) -> tuple[Pairs, Page]:
    """The parameters of the address in their order, those of paging apart.

    Refused (400): too many, text that is no UTF-8 or holds NUL, a page size that is no number from 1 on.
    """
    try:
        pairs = parse_qsl(
            request.META.get("QUERY_STRING", ""),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_PARAMETERS,
        )
    except UnicodeDecodeError:
        raise ApiError(PARAMETER, "Tham số không phải chữ UTF-8. Hãy mã hóa lại địa chỉ.") from None
    except ValueError:
        raise ApiError(PARAMETER, f"Nhiều nhất {MOST_PARAMETERS} tham số. Hãy bớt đi.") from None
    if any("\0" in text for pair in pairs for text in pair):
        raise ApiError(PARAMETER, "Tham số có ký tự rỗng (NUL). Hãy bỏ đi.")
    own = [(name, value) for name, value in pairs if name in PAGING]
    if len({name for name, _value in own}) < len(own):
        raise ApiError(PARAMETER, "perPage và nextPageToken chỉ đứng một lần.")
    rest = [(name, _LOST_PLUS.sub(r"\1+\2", value)) for name, value in pairs if name not in PAGING]
    return rest, _page(dict(own))


def _page(given: dict[str, str]) -> Page:
    text = given.get("perPage", str(DEFAULT))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= 1):
        sentence = f"perPage phải là số nguyên từ 1 đến {MOST}, không phải {shown(text)}."
        raise ApiError(PARAMETER, errors=[Problem("per_page", sentence, "/perPage", type=PARAMETER_TYPE)])
    return Page(min(int(text), MOST), given.get("nextPageToken", ""))


def refuse_others(pairs: Iterable[tuple[str, str]], known: Sequence[str] = ()) -> dict[str, str]:
    """The parameters by name where each may stand once; an unknown one is refused, never ignored."""
    found: dict[str, str] = {}
    for name, value in pairs:
        if name not in known or name in found:
            sentence = (
                f"Tham số {shown(name)} đứng hai lần."
                if name in found
                else f"Không có tham số {shown(name)} ở đây."
            )
            problem = Problem("unknown_parameter", sentence, step("", name), type=PARAMETER_TYPE)
            raise ApiError(PARAMETER, errors=[problem])
        found[name] = value
    return found


def bad_token() -> ApiError:
    """A token this server did not give."""
    sentence = "nextPageToken không đúng. Hãy lấy lại từ trang đầu."
    return ApiError(PARAMETER, errors=[Problem("token", sentence, "/nextPageToken", type=PARAMETER_TYPE)])


def link_next(response: HttpResponse, request: HttpRequest, page: Page, token: str) -> HttpResponse:
    """Says where the next page is; the last one says nothing."""
    if token:
        pairs = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
        kept = [(name, value) for name, value in pairs if name not in PAGING]
        query = urlencode([*kept, ("perPage", str(page.per_page)), ("nextPageToken", token)])
        path = request.get_full_path().partition("?")[0]
        response["Link"] = f'<{path}?{query}>; rel="next"'
    return response
