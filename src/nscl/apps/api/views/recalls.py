"""/api/v1/recalls: a holder's program learns of recalls, says that it knows, tells quantities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.http import Http404, HttpResponse
from django.utils import timezone

from nscl.apps.api.bodies import read_body
from nscl.apps.api.jobs import instant
from nscl.apps.api.negotiation import sent_as_xml
from nscl.apps.api.paging import bad_token, link_next, parameters_of, refuse_others
from nscl.apps.api.problems import FORBIDDEN, MEDIA_TYPE, VALIDATION, ApiError
from nscl.apps.api.resources import Call, answered
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.traceability.actions import recall_notices as deeds
from nscl.apps.traceability.models import ApiClient, RecallCase, RecallNotice
from nscl.apps.traceability.queries.recalls import Stock, board_of, notices_of_organisations, stock_of
from nscl.apps.traceability.recall_mails import asked_of
from nscl.gs1.canonical import canonical_epc
from nscl.gs1.epcis.problems import Problem, step
from nscl.gs1.epcis.reading import read_json
from nscl.policy.recalls import Sum, Told

LARGEST = 1_000_000  # bytes of an answer
MOST_ITEMS = 5_000
FIGURES = ("held", "sold", "recovered", "destroyed")
STATES = {"notified": "open", "opened": "open", "closed": "closed"}


# ── Reading ────────────────────────────────────────────────────────────


def listed(call: Call) -> HttpResponse:
    """The newest first: for a program those that told its organisation, for an officer the province's."""
    pairs, page = parameters_of(call.request)
    refuse_others(pairs)
    if page.token and not (page.token.isascii() and page.token.isdecimal() and len(page.token) < 19):
        raise bad_token()
    if call.caller.client is not None:
        rows: Any = notices_of_organisations([call.caller.client.organisation_id])
        told = _told_notice
    else:
        rows = _cases(call).order_by("-pk")
        told = _told_case
    if page.token:
        rows = rows.filter(pk__lt=int(page.token))
    found = list(rows[: page.per_page + 1])
    shown = found[: page.per_page]
    following = str(shown[-1].pk) if len(found) > page.per_page else ""
    return link_next(answered({"recalls": [told(one) for one in shown]}), call.request, page, following)


def one(call: Call, recallID: str) -> HttpResponse:
    """One recall: for a holder its goods and what it told, for an officer how far it is."""
    pairs, _page = parameters_of(call.request)
    refuse_others(pairs)
    if call.caller.client is None:
        return answered(_board(_case(call, recallID)))
    notice = _notice(call, recallID)
    deeds.mark_read(notice, at=call.at)
    return answered(_whole(notice))


def _cases(call: Call) -> Any:
    actor = cast(Actor, call.caller.actor)
    rows = RecallCase.objects.seen_by(actor.scope).filter(state__in=STATES)
    return rows.select_related("province")


def _case(call: Call, text: str) -> RecallCase:
    case = _cases(call).filter(pk=_number(text)).first()
    if case is None:
        raise Http404
    return cast(RecallCase, case)


def _notice(call: Call, text: str) -> RecallNotice:
    """The caller's own notice; that of another is as absent as one that does not exist."""
    client = cast(ApiClient, call.caller.client)
    notice = notices_of_organisations([client.organisation_id]).filter(pk=_number(text)).first()
    if notice is None:
        raise Http404
    return notice


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise Http404
    return int(text)


def _head(case: RecallCase) -> dict[str, Any]:
    told: dict[str, Any] = {
        "number": case.code,
        "title": case.title,
        "reason": case.reason,
        "hazard": case.hazard,
        "level": case.level,
        "state": STATES[case.state],
        "openedAt": instant(case.opened_at) if case.opened_at else None,
        "closedAt": instant(case.closed_at) if case.closed_at else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _told_notice(notice: RecallNotice) -> dict[str, Any]:
    told = {"recallID": str(notice.pk), **_head(notice.holder.case), "answerBy": notice.due_on.isoformat()}
    if notice.acknowledged_at is not None:
        told["acknowledgedAt"] = instant(notice.acknowledged_at)
    if notice.answered_at is not None:
        told["answeredAt"] = instant(notice.answered_at)
    return told


def _told_case(case: RecallCase) -> dict[str, Any]:
    told = {"recallID": str(case.pk), **_head(case)}
    return told | ({"answerBy": case.answer_by.isoformat()} if case.answer_by else {})


def _whole(notice: RecallNotice) -> dict[str, Any]:
    case = notice.holder.case
    return {
        **_told_notice(notice),
        "request": asked_of(case),
        "contact": case.contact,
        "office": case.office_name,
        "items": [_item(stock) for stock in stock_of(notice)],
    }


def _item(stock: Stock) -> dict[str, Any]:
    """One item; what is not known or not told is left out, never zero."""
    found: dict[str, Any] = {
        "item": stock.code,
        "product": stock.product or None,
        "standing": stock.standing,
        "unit": stock.unit,
        "known": _plain(stock.known),
        "told": None,
    }
    if stock.told is not None:
        figures = {name: _plain(getattr(stock.told, name)) for name in FIGURES}
        told = {name: value for name, value in figures.items() if value is not None}
        found["told"] = {
            **told,
            "unit": stock.unit_told,
            "asOf": stock.as_of.isoformat() if stock.as_of else "",
        }
    return {name: value for name, value in found.items() if value is not None}


def _board(case: RecallCase) -> dict[str, Any]:
    board = board_of(case, today=timezone.localdate())
    return {
        **_told_case(case),
        "holders": len(board.rows),
        "notified": board.told,
        "acknowledged": board.acknowledged,
        "answered": board.answered,
        "unknown": board.unknown,
        "sums": [_sum(one) for one in board.sums],
    }


def _sum(one: Sum) -> dict[str, Any]:
    found = {
        "unit": one.unit,
        "known": _plain(one.known),
        "knownMissing": one.known_missing,
        "recovered": _plain(one.recovered),
        "recoveredMissing": one.recovered_missing,
        "lines": one.lines,
    }
    return {name: value for name, value in found.items() if value is not None}


def _plain(value: Decimal | None) -> int | float | None:
    """A number as JSON has it."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


# ── Answering ──────────────────────────────────────────────────────────


def acknowledge(call: Call, recallID: str) -> HttpResponse:
    """“We know”. Said again it stays as it was first said."""
    pairs, _page = parameters_of(call.request)
    refuse_others(pairs)
    notice = _notice(call, recallID)
    body = _body(call, ("name",))
    try:
        deeds.acknowledge(notice, _answerer(call, body), by=_actor(call, notice), at=call.at)
    except Refusal as refused:
        raise ApiError(FORBIDDEN, str(refused)) from None
    return answered(_whole(_notice(call, recallID)))


def tell(call: Call, recallID: str) -> HttpResponse:
    """Quantities of some or all items: all of them stored, or none. The same figures again add nothing."""
    pairs, _page = parameters_of(call.request)
    refuse_others(pairs)
    notice = _notice(call, recallID)
    body = _body(call, ("name", "asOf", "items"))
    given = body.get("items")
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_ITEMS:
        raise _fault("/items", f"items là danh sách từ 1 đến {MOST_ITEMS} mã hàng.")
    answers = [_answer(one, place) for place, one in enumerate(given)]
    try:
        deeds.tell_quantities(
            notice,
            answers,
            _answerer(call, body),
            as_of=_day(body.get("asOf"), timezone.localdate(call.at)),
            by=_actor(call, notice),
            at=call.at,
        )
    except deeds.AnswerFaults as refused:
        raise ApiError(VALIDATION, errors=_problems(answers, refused)) from None
    except Refusal as refused:
        raise ApiError(FORBIDDEN, str(refused)) from None
    return answered(_whole(_notice(call, recallID)))


def _body(call: Call, known: Sequence[str]) -> dict[str, Any]:
    """The body as an object with these members at most; read strictly."""
    if sent_as_xml(call.request):
        raise ApiError(MEDIA_TYPE, "Địa chỉ này chỉ nhận JSON.")
    value, doubts = read_json(read_body(call.request, most=LARGEST) or b"{}")
    if doubts:
        raise ApiError(VALIDATION, errors=doubts)
    if not isinstance(value, dict):
        raise _fault("", "Thân phải là một đối tượng JSON.")
    others = sorted(value.keys() - set(known))
    if others:
        raise _fault(step("", others[0]), f"Không có trường ấy ở đây. Dùng: {', '.join(known)}.")
    return value


def _answer(given: Any, place: int) -> deeds.Answer:
    pointer = f"/items/{place}"
    if not isinstance(given, Mapping):
        raise _fault(pointer, "Mỗi mã hàng là một đối tượng JSON.")
    others = sorted(given.keys() - {"item", "unit", "note", *FIGURES})
    if others:
        raise _fault(step(pointer, others[0]), "Không có trường ấy ở đây.")
    texts = {name: given.get(name, "") for name in ("item", "unit", "note")}
    for name, text in texts.items():
        if not isinstance(text, str) or len(text) > 500 or "\0" in text:
            raise _fault(f"{pointer}/{name}", f"{name} là chữ, nhiều nhất 500 ký tự.")
    if not texts["item"]:
        raise _fault(f"{pointer}/item", "Thiếu mã hàng.")
    told = Told(**{name: _figure(given.get(name), f"{pointer}/{name}") for name in FIGURES})
    return deeds.Answer(canonical_epc(texts["item"]), told, texts["unit"], texts["note"])


def _figure(value: Any, pointer: str) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or abs(value) >= 10**15:
        raise _fault(pointer, "Số lượng là số từ 0 trở lên, hoặc bỏ trống khi chưa biết.")
    return Decimal(str(value))


def _day(value: Any, today: date) -> date:
    if value is None:
        return today
    try:
        if not isinstance(value, str) or len(value) != 10:
            raise ValueError
        day = date.fromisoformat(value)
    except ValueError:
        raise _fault("/asOf", "asOf là ngày dạng 2026-03-02.") from None
    if day > today:
        raise _fault("/asOf", "asOf không được sau hôm nay.")
    return day


def _problems(answers: Sequence[deeds.Answer], refused: deeds.AnswerFaults) -> list[Problem]:
    places = {one.code: place for place, one in enumerate(answers)}
    return [
        Problem("quantity", fault.sentence, f"/items/{places[code]}/{_member(fault.figure)}")
        for code, faults in refused.faults.items()
        for fault in faults
    ]


def _member(figure: str) -> str:
    return "item" if figure == "code" else figure


def _answerer(call: Call, body: Mapping[str, Any]) -> deeds.Answerer:
    client = cast(ApiClient, call.caller.client)
    name = body.get("name", "")
    if not isinstance(name, str) or len(name) > 120 or "\0" in name:
        raise _fault("/name", "name là chữ, nhiều nhất 120 ký tự.")
    return deeds.Answerer(RecallNotice.Channel.API, name or client.name, client_id=client.pk)


def _actor(call: Call, notice: RecallNotice) -> Actor:
    """The holder itself, by its program's key."""
    province = notice.holder.case.province
    client = cast(ApiClient, call.caller.client)
    return Actor(
        user_id=None,
        name=str(notice.holder)[:200],
        office_name=str(notice.holder),
        province_id=province.pk,
        chain=province.chain_key,
        scope=frozenset({province.pk}),
        capacity=f"Phần mềm {client.name}"[:120],
    )


def _fault(pointer: str, sentence: str) -> ApiError:
    return ApiError(VALIDATION, errors=[Problem("body", sentence, pointer)])
