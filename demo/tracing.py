"""The chains brought into the system: organisations and goods, keys, entrustments, captures, sealed days."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from demo import recalling
from demo.anise_events import Anise
from demo.clock import Deed, at, before
from demo.people import team_of
from demo.pepper import PARTIES, Party, parties
from demo.pepper_codes import HOME, Record
from demo.pepper_events import Season
from demo.registers import province_of
from nscl.apps.registry.actions import loading, products
from nscl.apps.registry.models import Organisation, Product
from nscl.apps.traceability import actions
from nscl.apps.traceability.models import ApiClient
from nscl.apps.traceability.senders import sender_of_client
from nscl.gs1.epcis.reading import read_document
from nscl.gs1.epcis.writing import as_xml

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
ENTERED = at(4, 8, 9)
PREFIX = {"2099": 7}  # the company prefixes of the invented codes, as the exporter's system knows them
DOCUMENT = "Giấy ủy thác ghi sổ (minh họa)"


def seasons(plan: str, *, now: datetime) -> list[Season]:
    """What was recorded in a province: last autumn, and just before `now`."""
    if plan == "lam-dong":
        return [Season("25", at(11, 8, 11), 8), Season("26", before(now, 40, 11), 2)]
    return [Anise("27", at(18, 8, 11), 3)] if plan == "lang-son" else []


def deeds(plan: str, *, now: datetime) -> Iterator[Deed]:
    """Everything about the chains of a province, in the order of time."""
    found = seasons(plan, now=now)
    if not found:
        return
    yield Deed(ENTERED, partial(_enter, plan))
    yield Deed(ENTERED + timedelta(hours=2), partial(_let_in, plan))
    nights = set()
    for season in found:
        for record in season.records():
            moment = season.start + timedelta(days=record.day)
            yield Deed(moment, partial(_capture, record))
            nights.add((moment + timedelta(days=1)).replace(hour=1, minute=10))
    for night in sorted(nights):
        yield Deed(night, partial(_close, plan))
    if plan == recalling.PLAN:
        yield from recalling.deeds(found[0], now=now)


def _enter(plan: str, moment: datetime) -> None:
    """The organisations and what they make."""
    officer = team_of(plan)("chuyenvien", moment)
    chosen = parties(plan)
    done = loading.load([party.values for party in chosen], [], by=officer, at=moment)
    Organisation.objects.filter(pk__in=done.created).update(is_demo=True)
    for party, pk in zip(chosen, done.created, strict=True):
        maker = Organisation.objects.get(pk=pk)
        for place in range(len(party.goods)):
            made = products.add_product(by=officer, at=moment, maker=maker, **party.good_values(place))
            Product.objects.filter(pk=made.pk).update(is_demo=True)


def _let_in(plan: str, moment: datetime) -> None:
    """Keys for those who have a program; the households entrust the co-operative."""
    officer = team_of(plan)("chuyenvien", moment)
    for party in parties(plan):
        own = _organisation(party.key)
        if party.recorded_by:
            keeper = _organisation(party.recorded_by)
            since = moment.date()
            actions.entrust(own, keeper, valid_from=since, document=DOCUMENT, by=officer, at=moment)
            continue
        name = "Phần mềm quản trị xuất khẩu" if party.erp else "Phần mềm ghi nhật ký"
        scopes = [ApiClient.Scope.CAPTURE, ApiClient.Scope.QUERY]
        client, _key = actions.issue_client(own, name=name, scopes=scopes, by=officer, at=moment)
        told = [one for one in parties(plan) if party.key in (one.key, one.recorded_by)]
        actions.capture(_described(told, moment), by=sender_of_client(client, at=moment), at=moment)


def _described(told: Sequence[Party], moment: datetime) -> bytes:
    """What a program says first: how the places and parties of its codes are called."""
    vocabularies = [
        {
            "type": f"urn:epcglobal:epcis:vtype:{kind}",
            "vocabularyElementList": [
                {
                    "id": f"{HOME}/{key}/{one.gln}",
                    "attributes": [{"id": "urn:epcglobal:cbv:mda:name", "attribute": words.format(one.name)}],
                }
                for one in told
            ],
        }
        for kind, key, words in (("BusinessLocation", "414", "Cơ sở của {}"), ("Party", "417", "{}"))
    ]
    header = {"epcisMasterData": {"vocabularyList": vocabularies}}
    return _document((), moment, erp=False, header=header)


def _organisation(key: str) -> Organisation:
    return Organisation.objects.get(name=PARTIES[key].name)


def _capture(record: Record, moment: datetime) -> None:
    client = ApiClient.objects.select_related("organisation").get(organisation=_organisation(record.by))
    of = _organisation(record.of) if record.of else None
    sender = sender_of_client(client, at=moment, organisation=of)
    actions.capture(_document(record.events, moment, erp=PARTIES[record.by].erp), by=sender, at=moment)


def _document(
    events: Sequence[dict[str, Any]], moment: datetime, *, erp: bool, header: dict[str, Any] | None = None
) -> bytes:
    """JSON with links, or XML with URNs as the exporter's system writes it."""
    whole = {
        "@context": [CONTEXT],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": moment.isoformat(timespec="seconds"),
        **({"epcisHeader": header} if header else {}),
        "epcisBody": {"eventList": list(events)},
    }
    data = json.dumps(whole, ensure_ascii=False).encode()
    return as_xml(read_document(data), epc="urn", prefix_lengths=PREFIX).encode() if erp else data


def _close(plan: str, moment: datetime) -> None:
    actions.close_days(province_of(plan), at=moment)
