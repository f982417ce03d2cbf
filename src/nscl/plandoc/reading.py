"""Puts the parts together: one `nscl-plan/1` object from a document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from nscl.plandoc import beneficiaries, catalogue, duties, legal, metadata, places, rules, tasks
from nscl.plandoc.budget import read_budget, read_facts
from nscl.plandoc.checks import find_all
from nscl.plandoc.horizon import Horizon, find_horizon
from nscl.plandoc.readers import read_document
from nscl.plandoc.source import Document, UnreadableDocument
from nscl.plandoc.structure import Appendix, Outline, outline
from nscl.plandoc.targets import read_targets
from nscl.plandoc.wording import flat, is_upper, plain
from nscl.vietnamese.fold import fold

Plan = dict[str, Any]

_OTHER_KINDS = {
    "luat": "luật",
    "bo luat": "bộ luật",
    "phap lenh": "pháp lệnh",
    "nghi dinh": "nghị định",
    "thong tu": "thông tư",
    "nghi quyet": "nghị quyết",
    "quyet dinh": "quyết định",
    "bao cao": "báo cáo",
    "to trinh": "tờ trình",
    "chi thi": "chỉ thị",
    "thong bao": "thông báo",
    "cong van": "công văn",
    "huong dan": "hướng dẫn",
    "quy che": "quy chế",
    "hop dong": "hợp đồng",
    "bien ban": "biên bản",
    "giay moi": "giấy mời",
    "cong dien": "công điện",
}
_SUBJECT = re.compile(r"năng suất|chất lượng")
_APPENDIX_MENTION = re.compile(
    r"(?:chi tiết|nội dung cụ thể|cụ thể|dự toán|danh mục)[^.;\n]{0,60}(?:phụ lục|phụ biểu"
    r"|biểu (?:đính )?kèm)|(?:có |theo |tại )(?:các )?phụ lục"
    r"|phụ lục[^.;\n]{0,60}kèm theo|phụ lục đính kèm|kèm theo phụ lục|biểu[^.;\n]{0,30}kèm theo"
)
_FORMS = {
    "text": "văn bản thuần",
    "docx": "tệp Word",
    "pdf": "tệp PDF có lớp chữ",
    "html": "trang web lưu lại",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A document and the plan read from it."""

    document: Document
    plan: Plan


def read(data: bytes, *, filename: str) -> Reading:
    """Read a plan from the bytes of a file; raises UnreadableDocument with a sentence for the person.

    Refuses what no reader can read (scanned PDF, old .doc, empty, encrypted) and documents of another kind.
    """
    document = read_document(data, filename=filename)
    return Reading(document, read_plan(document, filename=filename))


def read_plan(document: Document, *, filename: str | None = None) -> Plan:
    """One `nscl-plan/1` object: every required key, blanks as None, findings included.

    Raises UnreadableDocument("not_a_plan") for a law, a report, a bare decision or an unrelated text.
    """
    parts = outline(document)
    _refuse_other_kinds(document, parts)
    header = metadata.read_header(document, parts)
    issued = metadata.issued_on(header)
    facts = places.find_plan_province(document, parts, header.place, issued)
    if facts is None:
        raise UnreadableDocument(
            "not_a_plan", "Không thấy tên tỉnh hoặc thành phố ban hành kế hoạch; xin kiểm tra lại tệp."
        )
    title, inferred = metadata.read_title(document, parts, facts.name) or (
        f"Kế hoạch năng suất chất lượng {facts.full_name}",
        True,
    )
    horizon = find_horizon(document, parts, title, issued.year if issued else None)
    if horizon is None:
        raise UnreadableDocument(
            "not_a_plan", "Không thấy năm hoặc giai đoạn thực hiện nào trong văn bản; xin kiểm tra lại tệp."
        )
    plan: Plan = {
        "schema": "nscl-plan/1",
        "plan": _identity(document, parts, header, facts, (title, inferred), horizon, filename),
    }
    plan |= _contents(document, parts, facts, horizon, header.number)
    money = read_facts(document, parts, plan)
    plan["budget"] = read_budget(document, parts, plan, money)
    plan["inconsistencies"] = []
    plan["inconsistencies"] = find_all(plan, document, parts, money)
    return _in_order(plan)


def _contents(
    document: Document, parts: Outline, facts: places.ProvinceFacts, horizon: Horizon, number: str | None
) -> Plan:
    return {
        "legal_bases": legal.read_legal_bases(document, parts, facts.full_name.removeprefix("tỉnh "), number),
        "linked_programmes": tasks.read_linked_programmes(document, parts),
        "predecessor": tasks.read_predecessor(document, parts, horizon.first),
        "baseline": tasks.read_baseline(document, parts),
        "constraints_stated": tasks.read_constraints(document, parts),
        "principles": tasks.read_principles(document, parts),
        "general_goals": tasks.read_general_goals(document, parts),
        "targets": read_targets(document, parts, horizon),
        "beneficiaries": beneficiaries.read_beneficiaries(document, parts),
        "rules": rules.read_rules(document, parts),
        "workflow_bodies": rules.read_workflow_bodies(document, parts),
        "tasks": tasks.read_tasks(document, parts),
        "support_contents": catalogue.read_support_contents(document, parts),
        "operations_contents": rules.read_operations(document, parts),
        "catalogue_named": catalogue.read_catalogue(document, parts),
        "awards_named": catalogue.read_awards(document),
        "system_demand": catalogue.read_system_demand(document, parts),
        "responsibilities": duties.read_responsibilities(document, parts),
        "reporting": duties.read_reporting(document, parts),
        "annual_cycle": duties.read_annual_cycle(document, parts),
    }


def _identity(
    document: Document,
    parts: Outline,
    header: metadata.Header,
    facts: places.ProvinceFacts,
    title: tuple[str, bool],
    horizon: Horizon,
    filename: str | None,
) -> Plan:
    number_in_appendix, date_in_appendix = metadata.appendix_reference(document, parts)
    recipients, archive = metadata.read_recipients(document, parts)
    completeness = _completeness(document, parts)
    return {
        "id": _slug(facts, header),
        "text": {
            "file": filename or document.meta.get("filename") or "document",
            "form": _form(document, parts, completeness),
            "completeness": completeness,
        },
        "province_at_issue": places.at_issue(facts),
        "province_now": places.now(facts),
        "doc_type": "KH",
        "number": header.number,
        "number_printed": header.number_printed,
        "number_in_appendix": number_in_appendix,
        "date": header.date,
        "date_printed": header.date_printed,
        "date_partial": header.date_partial,
        "place": header.place,
        "issuer": metadata.read_issuer(document, parts, facts),
        "title": title[0],
        "title_inferred": title[1],
        "signer": metadata.read_signer(document, parts),
        "horizon": _years(horizon),
        "replaces": legal.read_replaces(document),
        "archive_code": archive,
        "recipients": recipients,
        "date_in_appendix": date_in_appendix,
    }


def _years(horizon: Horizon) -> Plan:
    covered = horizon.covered
    return {
        "from": horizon.first,
        "to": horizon.last,
        "phases": [{"id": f"P{i}", "from": a, "to": b} for i, (a, b) in enumerate(horizon.phases, 1)],
        "milestones": list(horizon.milestones),
        "covered_in_text": {"from": covered[0], "to": covered[1]} if covered else None,
    }


def _slug(facts: places.ProvinceFacts, header: metadata.Header) -> str:
    words = [*re.split(r"[^a-z0-9]+", fold(facts.name))]
    year = (header.date or header.date_partial or "")[:4]
    digits = re.match(r"\d+", header.number or "")
    words += [digits.group() if digits else "", year]
    words = [w for w in words if w]
    return "-".join(words if year or digits else [*words, "unknown"])


# What kind of text it is --------------------------------------------------------------------------


def _refuse_other_kinds(document: Document, parts: Outline) -> None:
    words = plain(document.text)
    untitled = parts.title_block is None or parts.is_decision
    kind = _other_kind(document) if untitled else None
    has_goals = parts.first("objectives", "general_goal", "specific_targets") is not None
    if kind is not None and not (kind == "quyết định" and has_goals and "kế hoạch" in words):
        raise UnreadableDocument(
            "not_a_plan", f"Đây là {kind}, không phải kế hoạch; xin tải lên văn bản kế hoạch của UBND tỉnh."
        )
    if untitled and not (parts.is_summary or has_goals and "kế hoạch" in words):
        raise UnreadableDocument(
            "not_a_plan",
            "Không thấy tên hay nội dung của một kế hoạch trong tệp; xin kiểm tra lại tệp đã chọn.",
        )
    if not _SUBJECT.search(words) or len(_SUBJECT.findall(words)) < 2:
        raise UnreadableDocument(
            "not_a_plan",
            "Kế hoạch này không nói về năng suất, chất lượng; hệ thống chỉ đọc kế hoạch năng suất chất "
            "lượng.",
        )


def _other_kind(document: Document) -> str | None:
    """The kind of document its first lines in capitals announce, when it is not a plan."""
    for block in document.blocks[:40]:
        for line in block.text.split("\n"):
            words = flat(line).strip(" :*")
            if not is_upper(line) or len(words) > 120:
                continue
            name = next(
                (
                    n
                    for n in _OTHER_KINDS
                    if words == n or words.startswith(n + " ") and len(words) > len(n) + 6
                ),
                None,
            )
            if name is not None:
                return _OTHER_KINDS[name]
    return None


def _completeness(document: Document, parts: Outline) -> str:
    if parts.title_block is None:
        return "partial"
    if parts.appendices:
        full = any(_has_rows(document, appendix) for appendix in parts.appendices)
        return "complete" if full else "appendix_table_missing"
    body = plain(document.text[parts.body.start : parts.body.end])
    return "appendix_missing" if _APPENDIX_MENTION.search(body) else "complete"


def _has_rows(document: Document, appendix: Appendix) -> bool:
    blocks = document.blocks[appendix.body_first : appendix.region.last]
    if any(block.kind == "table" and len(block.rows) > 1 for block in blocks):
        return True
    return (
        sum(1 for b in blocks if re.fullmatch(r"[\d.,\s-]+", b.text.strip() or "x")) >= 4 or len(blocks) > 12
    )


def _form(document: Document, parts: Outline, completeness: str) -> str:
    kind = _FORMS[document.kind]
    if parts.is_summary:
        return f"{kind}; bản tóm tắt kế hoạch, không phải toàn văn"
    state = {
        "appendix_missing": "toàn văn, thiếu phụ lục",
        "appendix_table_missing": "toàn văn, phụ lục chỉ có tên",
        "partial": "một phần của kế hoạch",
    }.get(completeness, "toàn văn")
    return f"{kind}; {state}"


_ORDER = (
    "schema", "plan", "legal_bases", "linked_programmes", "predecessor", "baseline", "constraints_stated",
    "principles", "general_goals", "targets", "beneficiaries", "rules", "workflow_bodies", "tasks",
    "support_contents", "operations_contents", "catalogue_named", "awards_named", "system_demand", "budget",
    "responsibilities", "reporting", "annual_cycle", "inconsistencies",
)  # fmt: skip


def _in_order(plan: Plan) -> Plan:
    return {key: plan[key] for key in _ORDER}
