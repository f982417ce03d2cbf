"""A document written again: as EPCIS JSON or XML 2.0, its GS1 codes as links or as URNs.

Source: EPCIS 2.0, sections 9 and 10. A code becomes a URN only where the length of its company prefix is
known: the caller gives it by prefix, or the code came as a URN and keeps its spelling.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from nscl.gs1.canonical import canonical_epc, official_link
from nscl.gs1.epc_urn import link_to_urn
from nscl.gs1.epcis.hashing import Event, namespaces_of
from nscl.gs1.epcis.reading import Document
from nscl.gs1.epcis.vocabulary import PREFIXES, web_word
from nscl.gs1.errors import Gs1Error

Respell = Callable[[str], str]
CODE_LISTS = frozenset({"epcList", "childEPCs", "inputEPCList", "outputEPCList"})
_QUANTITIES = ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")
_PAIRED = {"bizTransactionList": "bizTransaction", "sourceList": "source", "destinationList": "destination"}
_ORDER = (
    "eventTime", "recordTime", "eventTimeZoneOffset", "eventID", "certificationInfo", "errorDeclaration",
    "parentID", "epcList", "inputEPCList", "childEPCs", "inputQuantityList", "childQuantityList",
    "outputEPCList", "quantityList", "outputQuantityList", "action", "transformationID", "bizStep",
    "disposition", "persistentDisposition", "readPoint", "bizLocation", "bizTransactionList", "sourceList",
    "destinationList", "sensorElementList", "ilmd",
)  # fmt: skip
_URN_FIELDS = {"bizStep": "bizstep", "disposition": "disp"}
_SPACE = "urn:epcglobal:epcis:xsd:2"


def respelled(event: Event, respell: Respell) -> dict[str, Any]:
    """The event with every GS1 code in the other spelling; what carries no code stays as it is."""
    found = dict(event)
    for name in CODE_LISTS & found.keys():
        # Two spellings of one code become one, as a list may not hold a code twice.
        found[name] = list(dict.fromkeys(respell(one) for one in found[name]))
    for name in _QUANTITIES:
        if name in found:
            found[name] = [{**one, "epcClass": respell(one["epcClass"])} for one in found[name]]
    for name in ("parentID", "transformationID"):
        if name in found:
            found[name] = respell(found[name])
    for name in ("readPoint", "bizLocation"):
        if name in found:
            found[name] = {**found[name], "id": respell(found[name]["id"])}
    for name, field in _PAIRED.items():
        if name in found:
            found[name] = [{**one, field: respell(one[field])} for one in found[name]]
    return found


def respeller(epc: str, prefix_lengths: Mapping[str, int]) -> Respell:
    """How codes are spelled: "dl" links of id.gs1.org, "urn" URNs where the prefix is known, "" as they came.

    `prefix_lengths` says for beginnings of company prefixes how many digits the whole prefix has.

    >>> respeller("urn", {"0614141": 7})("https://id.gs1.org/01/80614141123458/21/6789")
    'urn:epc:id:sgtin:0614141.812345.6789'
    """
    if epc == "dl":
        return official_link
    if epc != "urn":
        return lambda text: text

    def to_urn(text: str) -> str:
        link = canonical_epc(text)
        if text.startswith("urn:") or not link.startswith("https://id.gs1.org/"):
            return text
        key, value = link.split("/")[3:5]
        digits = value[1:] if key in ("00", "01", "8003", "8006") else value
        length = next((size for start, size in prefix_lengths.items() if digits.startswith(start)), None)
        try:
            return text if length is None else link_to_urn(link, length)
        except Gs1Error:
            return text

    return to_urn


def as_json(document: Document, *, epc: str = "", prefix_lengths: Mapping[str, int] | None = None) -> str:
    """The document as JSON text."""
    respell = respeller(epc, prefix_lengths or {})
    content = _with_events(document, [respelled(event, respell) for event in document.events])
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _with_events(document: Document, events: list[dict[str, Any]]) -> dict[str, Any]:
    content = dict(document.content)
    if document.kind == "event":
        return events[0]
    body = content.get("epcisBody", {})
    if document.kind == "query":
        results = body["queryResults"]
        inner = {**results, "resultsBody": {**results["resultsBody"], "eventList": events}}
        return {**content, "epcisBody": {**body, "queryResults": inner}}
    return {**content, "epcisBody": {**body, "eventList": events}}


def as_xml(document: Document, *, epc: str = "", prefix_lengths: Mapping[str, int] | None = None) -> str:
    """The document as EPCIS XML 2.0 text; one event by itself is put into a document."""
    respell = respeller(epc, prefix_lengths or {})
    names = {
        prefix: space
        for prefix, space in {**PREFIXES, **document.namespaces}.items()
        if _usable(prefix, space)
    }
    is_query = document.kind == "query"
    prefix, space = ("epcisq", "urn:epcglobal:epcis-query:xsd:2") if is_query else ("epcis", _SPACE)
    names.pop("epcis", None)
    local = "EPCISQueryDocument" if is_query else "EPCISDocument"
    root = etree.Element(f"{{{space}}}{local}", nsmap={**names, prefix: space})
    root.set("schemaVersion", str(document.content.get("schemaVersion", "2.0")))
    created = document.content.get("creationDate") or (
        document.events[0]["eventTime"] if document.events else ""
    )
    root.set("creationDate", str(created))
    writer = _Writer(names)
    if not is_query:
        _write_header(root, document.content, writer)
    body = etree.SubElement(root, "EPCISBody")
    parent = _results(body, document.content) if is_query else body
    listing = etree.SubElement(parent, "EventList")
    for event in document.events:
        writer.event(listing, respelled(event, respell))
    return etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8").decode()


def _usable(prefix: str, space: str) -> bool:
    return prefix.isidentifier() and bool(space) and prefix.lower() != "xml"


def _results(body: Any, content: Mapping[str, Any]) -> Any:
    results = content["epcisBody"]["queryResults"]
    element = etree.SubElement(body, "QueryResults")
    for name in ("queryName", "subscriptionID"):
        if name in results:
            etree.SubElement(element, name).text = results[name]
    return etree.SubElement(element, "resultsBody")


def _write_header(root: Any, content: Mapping[str, Any], writer: "_Writer") -> None:
    header = content.get("epcisHeader") or {}
    vocabularies = (header.get("epcisMasterData") or {}).get("vocabularyList")
    if not vocabularies:
        return
    parent = etree.SubElement(etree.SubElement(root, "EPCISHeader"), "extension")
    listing = etree.SubElement(etree.SubElement(parent, "EPCISMasterData"), "VocabularyList")
    for vocabulary in vocabularies:
        element = etree.SubElement(listing, "Vocabulary", type=vocabulary["type"])
        items = etree.SubElement(element, "VocabularyElementList")
        for one in vocabulary.get("vocabularyElementList", []):
            item = etree.SubElement(items, "VocabularyElement", id=one["id"])
            for attribute in one.get("attributes", []):
                writer.content(
                    etree.SubElement(item, "attribute", id=attribute["id"]), attribute.get("attribute")
                )
            if one.get("children"):
                children = etree.SubElement(item, "children")
                for child in one["children"]:
                    etree.SubElement(children, "id").text = child


class _Writer:
    """Writes events with the prefixes of one document."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def event(self, parent: Any, event: Event) -> None:
        own = {prefix: space for prefix, space in namespaces_of(event).items() if _usable(prefix, space)}
        writer = _Writer({**self.names, **own}) if own else self
        element = etree.SubElement(parent, writer._tag(event["type"]), nsmap=own)
        for name in _ORDER:
            if name in event:
                writer._field(element, name, event[name])
        for name, value in event.items():
            if ":" in name and name not in _ORDER:
                writer.named(element, name, value)

    def _field(self, parent: Any, name: str, value: Any) -> None:
        if name in CODE_LISTS:
            self._all(parent, name, "epc", value)
        elif name in _QUANTITIES:
            listing = etree.SubElement(parent, name)
            for one in value:
                self._plain(
                    etree.SubElement(listing, "quantityElement"), one, ("epcClass", "quantity", "uom")
                )
        elif name in _PAIRED:
            self._pairs(parent, name, value)
        elif name in _URN_FIELDS:
            etree.SubElement(parent, name).text = _urn_word(name, value)
        elif name == "persistentDisposition":
            element = etree.SubElement(parent, name)
            for kind in ("set", "unset"):
                for one in value.get(kind, []):
                    etree.SubElement(element, kind).text = _urn_word("disposition", one)
        elif name == "sensorElementList":
            self._sensors(parent, value)
        elif name == "errorDeclaration":
            self._error(parent, value)
        elif name == "certificationInfo" and isinstance(value, list):
            for one in value:
                etree.SubElement(parent, name).text = one
        else:
            self.content(etree.SubElement(parent, name), value)

    @staticmethod
    def _all(parent: Any, name: str, item: str, values: list[str]) -> None:
        listing = etree.SubElement(parent, name)
        for one in values:
            etree.SubElement(listing, item).text = one

    def _pairs(self, parent: Any, name: str, values: list[Mapping[str, Any]]) -> None:
        field, listing = _PAIRED[name], etree.SubElement(parent, name)
        for one in values:
            element = etree.SubElement(listing, field)
            element.text = one[field]
            if "type" in one:
                stem = "btt" if field == "bizTransaction" else "sdt"
                word = one["type"]
                element.set("type", word if ":" in word else f"urn:epcglobal:cbv:{stem}:{word}")

    @staticmethod
    def _plain(element: Any, values: Mapping[str, Any], names: tuple[str, ...]) -> None:
        for name in names:
            if name in values:
                etree.SubElement(element, name).text = _text(values[name])

    def _sensors(self, parent: Any, values: list[Mapping[str, Any]]) -> None:
        listing = etree.SubElement(parent, "sensorElementList")
        for one in values:
            element = etree.SubElement(listing, "sensorElement")
            if "sensorMetadata" in one:
                self._measured(element, "sensorMetadata", one["sensorMetadata"])
            for report in one.get("sensorReport", []):
                self._measured(element, "sensorReport", report)
            for name, value in one.items():
                if ":" in name:
                    self.named(element, name, value)

    def _measured(self, parent: Any, name: str, values: Mapping[str, Any]) -> None:
        element = etree.SubElement(parent, name)
        for key, value in values.items():
            if ":" in key and not isinstance(value, str | int | float):
                self.named(element, key, value)
            else:
                element.set(self._tag(key), _measured_text(key, value))

    def _error(self, parent: Any, value: Mapping[str, Any]) -> None:
        element = etree.SubElement(parent, "errorDeclaration")
        self._plain(element, value, ("declarationTime",))
        if "reason" in value:
            etree.SubElement(element, "reason").text = _urn_word("reason", value["reason"])
        if value.get("correctiveEventIDs"):
            self._all(element, "correctiveEventIDs", "correctiveEventID", value["correctiveEventIDs"])
        for name, one in value.items():
            if ":" in name:
                self.named(element, name, one)

    def named(self, parent: Any, name: str, value: Any) -> None:
        """An extension; a list stands as often as it is long."""
        for one in value if isinstance(value, list) else [value]:
            self.content(etree.SubElement(parent, self._tag(name)), one)

    def content(self, element: Any, value: Any) -> None:
        if isinstance(value, dict):
            for name, one in value.items():
                if name == "#text":
                    element.text = _text(one)
                else:
                    self.named(element, name, one)
        elif value is not None:
            element.text = _text(value)

    def _tag(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        if colon and prefix in self.names:
            return f"{{{self.names[prefix]}}}{local}"
        return name if not colon else _foreign(name)


def _foreign(name: str) -> str:
    """An extension named by its whole address: split at its last / or #."""
    cut = max(name.rfind("/"), name.rfind("#"), name.rfind(":"))
    return f"{{{name[: cut + 1]}}}{name[cut + 1 :]}"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _measured_text(key: str, value: Any) -> str:
    text = _text(value)
    web = web_word(key, text) if key in ("type", "exception") else text
    return f"gs1:{text}" if web != text else web_word(key, text) if key == "component" else text


def _urn_word(field: str, text: str) -> str:
    stem = {"bizStep": "bizstep", "disposition": "disp", "reason": "er"}[field]
    return text if ":" in text else f"urn:epcglobal:cbv:{stem}:{text}"
