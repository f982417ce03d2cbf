"""Cause-and-effect (Ishikawa) diagram: a checked tree of causes, its leaves ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nscl.measures import inputs
from nscl.measures.errors import Duplicate, Inconsistent, MissingField, OutOfRange, UnknownField
from nscl.measures.method import measure
from nscl.measures.quality.moments import amount
from nscl.measures.result import Assumption, Caution, Result, Step

KEYS = ("id", "name", "group", "parent", "votes", "weight")
SIX_M = {
    "man": "Con người",
    "machine": "Máy móc, thiết bị",
    "material": "Nguyên vật liệu",
    "method": "Phương pháp",
    "measurement": "Đo lường",
    "environment": "Môi trường",
}


@dataclass(frozen=True)
class Cause:
    """One cause as given, checked."""

    id: str
    name: str
    group: str
    parent: str | None
    votes: float
    weight: float
    place: int


@dataclass(frozen=True, kw_only=True, eq=False)
class CauseEffectResult(Result):
    """The tree by groups, and its leaves from the most to the least supported."""

    effect: str
    tree: dict[str, list[dict[str, Any]]]
    ranking: tuple[dict[str, Any], ...]
    group_score: dict[str, float]
    depth: int
    empty_groups: tuple[str, ...]


@measure("quality.cause_effect", "Biểu đồ nhân quả (xương cá)")
def cause_effect(
    *,
    effect: str,
    causes: Sequence[Mapping[str, Any]],
    groups: Sequence[str] | None = None,
) -> CauseEffectResult:
    """Check a fishbone and rank its root causes (the leaves of the tree).

    Each cause hangs under a group (a main bone) or under another cause. Refuses the same id twice, the
    same name twice under one parent, a parent that does not exist, a cause that is (through others) its
    own parent, and a group outside the scheme.

    Formula:
        score(leaf) = votes(leaf) · Π weights on the way from the main bone to the leaf
        score(group) = Σ scores of its leaves

    Input:
        effect: the effect (the problem) in words
        causes: list of {id, name, group or parent, votes, weight}; name defaults to id, votes to 0 (≥ 0),
            weight to 1 (0–1 as a share, or any number ≥ 0)
        groups: the main bones; default the six M: man, machine, material, method, measurement, environment

    Output:
        effect: as given
        tree: group → nested list of {id, name, votes, weight, causes}
        ranking: leaves {rank, id, name, group, path, score}, highest score first; equal scores share a rank
        group_score (votes): sum by group
        depth (levels): longest chain of causes
        empty_groups: main bones without a cause

    Source:
        Ishikawa K., Guide to Quality Control, Asian Productivity Organization, 1982, ch. 3; ISO 13053-2:2011
        (cause-and-effect diagram).

    Traps:
        - The diagram lists suspects; votes are opinions. Verify the first leaves with data.
        - A cause repeated under two bones should be one cause: say where it belongs.
        - An empty bone may mean no cause, or nobody asked.

    Example:
        >>> found = cause_effect(effect="Mối hàn rỗ", causes=[
        ...     {"id": "tay nghề", "group": "man", "votes": 3},
        ...     {"id": "khí bảo vệ", "group": "material"},
        ...     {"id": "van rò", "parent": "khí bảo vệ", "votes": 5}])
        >>> [leaf["id"] for leaf in found.ranking], found.depth
        (['van rò', 'tay nghề'], 2)
    """
    problem = inputs.text(effect, "effect")
    bones = _bones(groups)
    given = _causes(causes, bones)
    chains = {cause.id: _chain(cause, given) for cause in given.values()}
    parents = {cause.parent for cause in given.values()}
    leaves = [cause for cause in given.values() if cause.id not in parents]
    scored = sorted(((_score(chains[leaf.id]), leaf) for leaf in leaves), key=lambda pair: -pair[0])
    by_group = dict.fromkeys(bones, 0.0)
    for score, leaf in scored:
        by_group[chains[leaf.id][0].group] += score
    used = {cause.group for cause in given.values()}
    empty = tuple(bone for bone in bones if bone not in used)
    return CauseEffectResult(
        effect=problem,
        tree={bone: _branch(bone, None, given) for bone in bones},
        ranking=_ranking(scored, chains),
        group_score=by_group,
        depth=max(len(chain) for chain in chains.values()),
        empty_groups=empty,
        assumptions=(
            Assumption("groups", "6m" if groups is None else "given", "Các nhánh chính của biểu đồ."),
            Assumption("score", "votes × path weight", "Điểm của nguyên nhân gốc."),
        ),
        warnings=_cautions(empty, scored),
        trace=tuple(
            Step(
                leaf.name,
                " · ".join(f"{item.weight:g}" for item in chains[leaf.id]) + f" · {leaf.votes:g}",
                score,
            )
            for score, leaf in scored[:5]
        ),
    )


def _bones(groups: Any) -> tuple[str, ...]:
    if groups is None:
        return tuple(SIX_M)
    if isinstance(groups, str | Mapping) or not isinstance(groups, Sequence) or not groups:
        raise MissingField(
            "groups", "Trường “groups” phải là danh sách tên các nhánh chính, ít nhất một tên."
        )
    names = [inputs.text(name, f"groups[{place}]") for place, name in enumerate(groups)]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise Duplicate(f"groups[{place}]", f"Nhánh “{name}” được nhập hai lần.")
    return tuple(names)


def _causes(causes: Any, bones: tuple[str, ...]) -> dict[str, Cause]:
    found: dict[str, Cause] = {}
    for place, item in enumerate(inputs.records(causes, "causes", known=KEYS)):
        cause = _cause(item, place, bones)
        if cause.id in found:
            raise Duplicate(f"causes[{place}].id", f"Mã “{cause.id}” được nhập hai lần. Hãy đặt mã khác.")
        found[cause.id] = cause
    siblings: set[tuple[str | None, str, str]] = set()
    for cause in found.values():
        if cause.parent is not None and cause.parent not in found:
            raise UnknownField(
                f"causes[{cause.place}].parent", f"Không có nguyên nhân nào mang mã “{cause.parent}”."
            )
        key = (cause.parent, cause.group, cause.name.casefold())
        if key in siblings:
            raise Duplicate(
                f"causes[{cause.place}].name", f"Nguyên nhân “{cause.name}” có hai lần dưới cùng một nhánh."
            )
        siblings.add(key)
    return found


def _cause(item: Mapping[str, Any], place: int, bones: tuple[str, ...]) -> Cause:
    path = f"causes[{place}]"
    code = inputs.text(item.get("id"), f"{path}.id")
    parent, group = item.get("parent"), item.get("group")
    if (parent is None) == (group is None):
        raise Inconsistent(
            f"{path}.parent",
            f"Nguyên nhân “{code}” phải có “group” (nhánh chính) hoặc “parent” (nguyên nhân trên), "
            "chỉ một trong hai.",
        )
    if group is not None and (not isinstance(group, str) or group not in bones):
        raise OutOfRange(f"{path}.group", f"Nhánh của “{code}” phải là một trong: {', '.join(bones)}.")
    votes, weight = item.get("votes"), item.get("weight")
    return Cause(
        id=code,
        name=code if item.get("name") is None else inputs.text(item["name"], f"{path}.name"),
        group=group or "",
        parent=None if parent is None else inputs.text(parent, f"{path}.parent"),
        votes=0.0 if votes is None else amount(votes, f"{path}.votes"),
        weight=1.0 if weight is None else inputs.number(weight, f"{path}.weight", at_least=0, at_most=1e6),
        place=place,
    )


def _chain(cause: Cause, given: dict[str, Cause]) -> list[Cause]:
    """From the main bone down to this cause; a ring of parents is refused."""
    chain, seen = [cause], {cause.id}
    while chain[-1].parent is not None:
        above = given[chain[-1].parent]
        if above.id in seen:
            raise Inconsistent(
                f"causes[{cause.place}].parent",
                f"Nguyên nhân “{cause.id}” nằm trong một vòng: nó là nguyên nhân trên của chính nó.",
            )
        seen.add(above.id)
        chain.append(above)
    return chain[::-1]


def _score(chain: list[Cause]) -> float:
    score = chain[-1].votes
    for cause in chain:
        score *= cause.weight
    return score


def _branch(bone: str, parent: str | None, given: dict[str, Cause]) -> list[dict[str, Any]]:
    """The nested causes below a bone, built without recursion (a chain may be thousands deep)."""
    nodes: dict[str, dict[str, Any]] = {
        cause.id: {
            "id": cause.id,
            "name": cause.name,
            "votes": cause.votes,
            "weight": cause.weight,
            "causes": [],
        }
        for cause in given.values()
    }
    for cause in given.values():
        if cause.parent is not None:
            nodes[cause.parent]["causes"].append(nodes[cause.id])
    return [nodes[cause.id] for cause in given.values() if cause.parent is parent and cause.group == bone]


def _ranking(scored: list[tuple[float, Cause]], chains: dict[str, list[Cause]]) -> tuple[dict[str, Any], ...]:
    found = []
    first: dict[float, int] = {}
    for place, (score, leaf) in enumerate(scored, 1):
        chain = chains[leaf.id]
        found.append(
            {
                "rank": first.setdefault(score, place),
                "id": leaf.id,
                "name": leaf.name,
                "group": chain[0].group,
                "path": [cause.name for cause in chain],
                "score": score,
            }
        )
    return tuple(found)


def _cautions(empty: tuple[str, ...], scored: list[tuple[float, Cause]]) -> tuple[Caution, ...]:
    found = []
    if empty:
        names = ", ".join(SIX_M.get(bone, bone) for bone in empty)
        found.append(Caution("empty_groups", f"Nhánh chưa có nguyên nhân nào: {names}.", "causes"))
    if all(score == 0 for score, _ in scored):
        found.append(Caution("no_votes", "Chưa có điểm bình chọn: thứ tự chỉ theo thứ tự nhập.", "causes"))
    return tuple(found)
