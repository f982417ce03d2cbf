"""EPCIS XML, 1.2 and 2.0, into the form of EPCIS JSON 2.0, so that everything behind knows one form.

Source: EPCIS 1.2 and 2.0, section 9 (XML binding). 1.2 hides newer fields in `extension` and `baseExtension`;
they are lifted out. Standard words become bare words; extensions keep their namespace under a prefix.
"""

from typing import Any

from lxml import etree

from nscl.gs1.epcis.problems import Problem, Unreadable
from nscl.gs1.epcis.vocabulary import PREFIXES, bare_word

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
DEEPEST = 60
_EPCIS_SPACES = ("urn:epcglobal:epcis:xsd:1", "urn:epcglobal:epcis:xsd:2", "urn:epcglobal:epcis-query:xsd:1",
                 "urn:epcglobal:epcis-query:xsd:2", "urn:epcglobal:epcis-masterdata:xsd:1",
                 "urn:epcglobal:epcis-masterdata:xsd:2")  # fmt: skip
_EVENTS = ("ObjectEvent", "AggregationEvent", "AssociationEvent", "TransactionEvent", "TransformationEvent")
_WRAPPERS = ("extension", "baseExtension")
_EPC_LISTS = {"epcList": "epc", "childEPCs": "epc", "inputEPCList": "epc", "outputEPCList": "epc"}
_QUANTITIES = ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")
_PAIRED = {"bizTransactionList": "bizTransaction", "sourceList": "source", "destinationList": "destination"}
_WORDS = {"bizStep": "bizStep", "disposition": "disposition"}
_NUMBERS = frozenset(
    {"value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue", "quantity"}
)
_SBDH = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
Element = Any


def read_xml(data: bytes) -> dict[str, Any]:
    """The document as EPCIS JSON would hold it; raises `Unreadable` for what is no EPCIS XML.

    Entities and document types are refused before anything is expanded; nothing is fetched.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        line = getattr(fault, "lineno", None)
        where = f" (dòng {line})" if line else ""
        raise _unreadable("not_xml", f"Không phải XML đúng quy cách{where}. Hãy sửa rồi gửi lại.") from None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise _unreadable("doctype", "XML có khai báo DOCTYPE, hệ thống không nhận. Hãy bỏ khai báo ấy.")
    if _depth(root) > DEEPEST:
        raise _unreadable("too_deep", f"Tài liệu lồng nhau quá {DEEPEST} tầng. Hãy kiểm tra lại.")
    return _Reader(root).document()


def _depth(root: Element) -> int:
    level, depth = [root], 0
    while level and depth <= DEEPEST:
        level, depth = [child for one in level for child in one], depth + 1
    return depth


def _unreadable(code: str, sentence: str) -> Unreadable:
    return Unreadable([Problem(code, sentence)])


def _name(element: Element) -> tuple[str, str]:
    """Namespace and local name."""
    tag = etree.QName(element)
    return tag.namespace or "", tag.localname


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip() if len(element) == 0 else (element.text or "").strip()


class _Reader:
    """Reads one document; gathers the prefixes of its extensions on the way."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.prefixes: dict[str, str] = {}  # namespace → prefix
        self._declared(root)

    def document(self) -> dict[str, Any]:
        space, local = _name(self.root)
        if local not in ("EPCISDocument", "EPCISQueryDocument") or space not in _EPCIS_SPACES:
            raise _unreadable(
                "not_epcis", "XML này không phải EPCISDocument hay EPCISQueryDocument của EPCIS 1.2, 2.0."
            )
        events = [self.event(one) for one in self.root.iter() if self._is_event(one)]
        content: dict[str, Any] = {"@context": [CONTEXT], "type": local, "schemaVersion": "2.0"}
        if self.root.get("creationDate"):
            content["creationDate"] = self.root.get("creationDate")
        if local == "EPCISDocument":
            header = self._master_data()
            if header:
                content["epcisHeader"] = {"epcisMasterData": {"vocabularyList": header}}
            content["epcisBody"] = {"eventList": events}
        else:
            content["epcisBody"] = {"queryResults": self._results(events)}
        if self.prefixes:
            content["@context"].append({prefix: space for space, prefix in self.prefixes.items()})
        return content

    @staticmethod
    def _is_event(element: Element) -> bool:
        space, local = _name(element)
        return not space and local in _EVENTS

    def _results(self, events: list[dict[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in ("queryName", "subscriptionID"):
            element = next(self.root.iter(name), None)
            if element is not None:
                found[name] = _text(element)
        return {**found, "resultsBody": {"eventList": events}}

    def _declared(self, element: Element) -> None:
        """Prefixes that are declared may stand in values too (“example:Acidity”)."""
        for prefix, space in element.nsmap.items():
            if prefix and space != _XSI and not space.startswith(("urn:epcglobal:epcis", _SBDH)):
                self._prefix(space, element)

    # ── Events ─────────────────────────────────────────────────────────

    def event(self, element: Element) -> dict[str, Any]:
        """One event with the fields of its extension wrappers lifted out."""
        self._declared(element)
        found: dict[str, Any] = {"type": _name(element)[1]}
        self._fields(element, found)
        return found

    def _fields(self, element: Element, found: dict[str, Any]) -> None:
        for child in element:
            space, local = _name(child)
            if space:
                self._put(found, self._key(child), self.value(child))
            elif local in _WRAPPERS:
                self._fields(child, found)
            else:
                found[local] = self._field(local, child)

    def _field(self, local: str, child: Element) -> Any:
        if local in _EPC_LISTS:
            return [_text(one) for one in child]
        if local in _QUANTITIES:
            return [self._quantity(one) for one in child]
        if local in _PAIRED:
            return [self._pair(_PAIRED[local], one) for one in child]
        if local in _WORDS:
            return bare_word(_WORDS[local], _text(child))
        if local in ("readPoint", "bizLocation"):
            return self._place(child)
        if local == "persistentDisposition":
            return self._persistent(child)
        if local == "sensorElementList":
            return [self._sensor(one) for one in child]
        if local == "errorDeclaration":
            return self._error(child)
        return self.value(child)

    def _quantity(self, element: Element) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for one in element:
            name = _name(one)[1]
            found[name] = _number(_text(one)) if name == "quantity" else _text(one)
        return found

    @staticmethod
    def _pair(field: str, element: Element) -> dict[str, Any]:
        found = {"type": bare_word(f"{field}Type", element.get("type"))} if element.get("type") else {}
        return {**found, field: _text(element)}

    def _place(self, element: Element) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for child in element:
            space, local = _name(child)
            if space:
                self._put(found, self._key(child), self.value(child))
            elif local in _WRAPPERS:
                found.update(self._place(child))
            else:
                found[local] = _text(child)
        return found

    @staticmethod
    def _persistent(element: Element) -> dict[str, Any]:
        found: dict[str, list[str]] = {}
        for child in element:
            found.setdefault(_name(child)[1], []).append(bare_word("persistentDisposition", _text(child)))
        return found

    def _error(self, element: Element) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for child in element:
            space, local = _name(child)
            if space:
                self._put(found, self._key(child), self.value(child))
            elif local in _WRAPPERS:
                found.update(self._error(child))
            elif local == "correctiveEventIDs":
                found[local] = [_text(one) for one in child]
            else:
                found[local] = bare_word("reason", _text(child)) if local == "reason" else _text(child)
        return found

    def _sensor(self, element: Element) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for child in element:
            space, local = _name(child)
            if space:
                self._put(found, self._key(child), self.value(child))
            elif local == "sensorReport":
                found.setdefault(local, []).append(self._measured(child))
            else:
                found[local] = self._measured(child)
        return found

    def _measured(self, element: Element) -> dict[str, Any]:
        """Metadata or a report: its attributes, typed as JSON has them, and its extensions."""
        found: dict[str, Any] = {}
        for name, text in element.attrib.items():
            tag = etree.QName(name)
            if tag.namespace:
                found[f"{self._prefix(tag.namespace, element)}:{tag.localname}"] = text
            elif tag.localname in _NUMBERS:
                found[tag.localname] = _number(text)
            elif tag.localname == "booleanValue" and text in ("true", "false", "1", "0"):
                found[tag.localname] = text in ("true", "1")
            else:
                found[tag.localname] = bare_word(tag.localname, _without_voc(text))
        for child in element:
            self._put(found, self._key(child), self.value(child))
        return found

    # ── Extensions ─────────────────────────────────────────────────────

    def value(self, element: Element) -> Any:
        """Text, or the children by name; names that stand more than once become lists."""
        if len(element) == 0 and not self._attributes(element):
            return _text(element)
        found = self._attributes(element)
        for child in element:
            self._put(found, self._key(child), self.value(child))
        if len(element) == 0 and _text(element):
            found["#text"] = _text(element)
        return found

    def _attributes(self, element: Element) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, text in element.attrib.items():
            tag = etree.QName(name)
            if tag.namespace != _XSI:
                prefix = f"{self._prefix(tag.namespace, element)}:" if tag.namespace else ""
                found[f"{prefix}{tag.localname}"] = text
        return found

    @staticmethod
    def _put(found: dict[str, Any], key: str, value: Any) -> None:
        if key not in found:
            found[key] = value
        elif isinstance(found[key], list):
            found[key].append(value)
        else:
            found[key] = [found[key], value]

    def _key(self, element: Element) -> str:
        space, local = _name(element)
        return f"{self._prefix(space, element)}:{local}" if space else local

    def _prefix(self, space: str, element: Element) -> str:
        """The prefix of a namespace in the JSON form: the document's own where nobody else uses it."""
        known = next(
            (prefix for prefix, own in PREFIXES.items() if own.rstrip(":") == space.rstrip(":")), None
        )
        if known is not None:
            return known
        if space not in self.prefixes:
            own = next((prefix for prefix, uri in element.nsmap.items() if uri == space and prefix), None)
            taken = {*self.prefixes.values(), *PREFIXES, "urn", "http", "https"}
            if own is None or own in taken:
                own = next(f"ext{n}" for n in range(1, len(taken) + 2) if f"ext{n}" not in taken)
            self.prefixes[space] = own
        return self.prefixes[space]

    # ── Master data ────────────────────────────────────────────────────

    def _master_data(self) -> list[dict[str, Any]]:
        found = []
        for vocabulary in self.root.iter("Vocabulary"):
            elements = [self._vocabulary_element(one) for one in vocabulary.iter("VocabularyElement")]
            found.append({"type": vocabulary.get("type", ""), "vocabularyElementList": elements})
        return found

    def _vocabulary_element(self, element: Element) -> dict[str, Any]:
        found: dict[str, Any] = {"id": element.get("id", "")}
        attributes = [
            {"id": one.get("id", ""), "attribute": self.value_of_attribute(one)}
            for one in element.iter("attribute")
        ]
        children = [_text(one) for parent in element.iter("children") for one in parent]
        if attributes:
            found["attributes"] = attributes
        if children:
            found["children"] = children
        return found

    def value_of_attribute(self, element: Element) -> Any:
        """The value of a master data attribute: text, or the fields beneath it."""
        inner: dict[str, Any] = {}
        for child in element:
            self._put(inner, self._key(child), self.value(child))
        return inner or _text(element)


def _without_voc(text: str) -> str:
    """“gs1:Temperature” without the prefix of the vocabulary that measurement types stand in."""
    return text.removeprefix("gs1:")


def _number(text: str) -> Any:
    """A number as JSON has it; what is none stays text, so that the checks can name it."""
    try:
        number = float(text)
    except ValueError:
        return text
    if number != number or number in (float("inf"), float("-inf")) or len(text) > 400:
        return text
    return int(number) if number == int(number) and abs(number) < 2**53 else number
