"""Stored events as the answer the caller wants: JSON or XML, codes as links or URNs, words bare or whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from nscl.apps.api import negotiation
from nscl.apps.api.resources import Call, answered
from nscl.apps.traceability.documents_out import Epc, query_document
from nscl.apps.traceability.queries import StoredEvent
from nscl.gs1.epcis.reading import made
from nscl.gs1.epcis.vocabulary import bare_word, web_word
from nscl.gs1.epcis.writing import as_xml

_WORDS = ("bizStep", "disposition")


def events_response(call: Call, events: Sequence[StoredEvent], *, query_name: str = "") -> HttpResponse:
    """An EPCISQueryDocument. An event without eventID goes by its hash, so that it can be asked for."""
    spelling = negotiation.epc_format(call.request)
    epc: Epc = negotiation.EPC_FORMATS[spelling]
    document = query_document(events, epc=epc, query_name=query_name, at=call.at)
    for stored, event in zip(events, _listed(document), strict=True):
        event.setdefault("eventID", stored.key)
    if call.is_xml:
        words = negotiation.chosen(
            call.request, "GS1-CBV-XML-Format", negotiation.WORD_FORMATS, negotiation.WORD_FORMATS[0]
        )
        response = HttpResponse(xml_of(document, words), content_type=call.media_type)
        response["GS1-CBV-XML-Format"] = words
    else:
        response = answered(document, media_type=call.media_type)
    response["GS1-EPC-Format"] = spelling
    return response


def xml_of(document: dict[str, Any], words: str) -> str:
    """The document in XML, the words of the vocabulary as addresses or as URNs."""
    document = json.loads(json.dumps(document))
    for event in _listed(document):
        for field in _WORDS:
            if isinstance(event.get(field), str):
                event[field] = _spelt(field, event[field], words)
    return as_xml(made(document))


def _spelt(field: str, text: str, words: str) -> str:
    """XML has no bare words: they become URNs, where no addresses are wanted."""
    if words == "Always_Web_URI":
        return web_word(field, text)
    return bare_word(field, text) if words == "Always_URN" else text


def _listed(document: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = document["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    return found
