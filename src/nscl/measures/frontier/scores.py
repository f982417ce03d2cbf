"""Technical efficiency by data envelopment analysis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures.errors import Inconsistent, MissingField, WrongLength
from nscl.measures.frontier.against import EFFICIENT, ORIENTATIONS, RETURNS, above_one, against, on_frontier
from nscl.measures.frontier.firms import Firms, cautions_about, duplicates, read_firms, shifted
from nscl.measures.frontier.technology import Envelopment, Progress, Pull, Technology
from nscl.measures.inputs import choice, flag
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Caution, Result, Step, show

RETURNS_VI = {
    "crs": "lợi suất không đổi theo quy mô (CCR)",
    "vrs": "lợi suất biến đổi theo quy mô (BCC, tổng trọng số bằng 1)",
    "drs": "lợi suất không tăng theo quy mô (NIRS, tổng trọng số không quá 1)",
    "irs": "lợi suất không giảm theo quy mô (NDRS, tổng trọng số ít nhất 1)",
    "fdh": "bao tự do loại bỏ (FDH, so với từng đơn vị riêng lẻ)",
}


@dataclass(frozen=True)
class Sealed:
    """Arrays that nobody can write to afterwards."""

    def __post_init__(self) -> None:
        for value in vars(self).values():
            if isinstance(value, np.ndarray):
                value.setflags(write=False)


@dataclass(frozen=True)
class Sides(Sealed):
    """A figure for every firm (rows) and every input (`x`) and output (`y`)."""

    x: Array
    y: Array


@dataclass(frozen=True)
class Multipliers(Sealed):
    """Prices that show each firm in its best light, and the free term of VRS, DRS and IRS."""

    x: Array
    y: Array
    free: Array


@dataclass(frozen=True, kw_only=True, eq=False)
class ScoresResult(Result):
    """Scores of all firms, with what stands behind each."""

    scores: Array
    shephard: Array
    efficient: tuple[bool, ...]
    strongly_efficient: tuple[bool, ...] | None
    slacks: Sides | None
    peers: tuple[dict[str, float], ...]
    targets: Sides
    multipliers: Multipliers | None
    infeasible: tuple[int, ...]
    duplicates: tuple[tuple[int, ...], ...]
    names: tuple[str, ...] | None
    summary: dict[str, float | int]


@measure("dea.scores", "Điểm hiệu quả kỹ thuật theo bao dữ liệu (DEA)", hidden=("progress",))
def scores(
    *,
    x: Any,
    y: Any,
    returns: Any = "vrs",
    orientation: Any = "input",
    super_: Any = False,
    slacks: Any = True,
    slack_units: Any = "given",
    names: Any = None,
    x_ref: Any = None,
    y_ref: Any = None,
    progress: Progress | None = None,
) -> ScoresResult:
    """Technical efficiency of firms against the frontier of the best among them (DEA).

    The score is Farrell's: in input orientation the share θ ≤ 1 of its inputs with which a firm could still
    give its outputs, in output orientation the factor φ ≥ 1 by which it could multiply its outputs; 1 is on
    the frontier. Every score is proven optimal by linear-programming duality (reduced costs and residuals
    within 1e-9; where that fails HiGHS solves again, within 1e-7); one that double precision cannot settle is
    null with a warning. Refused: negative figures (except where the score does not depend on the zero point),
    a firm without any input or any output, a column of zeros.

    Formula:
        input:   min θ   subject to   Σ λ_j x_j ≤ θ x_o,   Σ λ_j y_j ≥ y_o,     λ ≥ 0
        output:  max φ   subject to   Σ λ_j x_j ≤ x_o,     Σ λ_j y_j ≥ φ y_o,   λ ≥ 0
        crs: nothing more;   vrs: Σ λ = 1;   drs: Σ λ ≤ 1;   irs: Σ λ ≥ 1;   fdh: one λ_j = 1, the others 0
        slacks: the score held, the sum of all slacks as large as can be
        super: λ_o = 0 for the firm itself; no solution → null
        Shephard distance: input 1/θ, output 1/φ
        multipliers: input v·x_o = 1, θ = u·y_o + free;   output u·y_o = 1, φ = v·x_o + free

    Input:
        x (firms × inputs): what each firm uses; a flat list is one input
        y (firms × outputs): what each firm gives, in the same order of firms
        returns (word): crs, vrs, drs (Σ λ ≤ 1), irs (Σ λ ≥ 1) or fdh; default vrs
        orientation (word): input or output; default input
        super (flag): measure every efficient firm against the others only; default false
        slacks (flag): carry out the second stage; default true
        slack_units (word): given = slacks as they are, mean = each by the mean of its column; default given
        names (list): names of the firms for warnings; default none
        x_ref (firms × inputs): another technology to be measured against; default the firms themselves
        y_ref (firms × outputs): its outputs; given together with x_ref

    Output:
        scores (ratio): θ ≤ 1 or φ ≥ 1 by firm (super or x_ref may pass 1); null where there is no solution
        shephard (ratio): output orientation 1/φ, the score that DEAP prints; input orientation 1/θ
        efficient (flags): on the frontier within 1e-7
        strongly_efficient (flags): efficient and without slack; null without the second stage
        slacks (units of the data): {x, y}, firms × items, beyond the radial change
        peers (numbers): for each firm {number of a reference firm, from 1: weight λ}
        targets (units of the data): {x, y}, where the firm would stand without radial and slack waste
        multipliers (1/unit): {x: v, y: u, free}, dual prices (see the formula); null under fdh
        infeasible (numbers): firms without a solution, from 1
        duplicates (numbers): groups of firms with the same figures
        names (list): as given
        summary (numbers): firms, efficient ones, mean, least and greatest score, firms settled by HiGHS

    Source:
        Charnes, Cooper & Rhodes, European Journal of Operational Research 2 (1978) 429-444 (crs); Banker,
        Charnes & Cooper, Management Science 30 (1984) 1078-1092 (vrs); Andersen & Petersen, Management
        Science 39 (1993) 1261-1264 (super); Bogetoft & Otto, Benchmarking with DEA, SFA, and R (Springer
        2011), chapter 4. Ali & Seiford, in Fried, Lovell & Schmidt (1993), for the second stage.

    Traps:
        - DEAP prints 1/φ for output orientation, R Benchmarking φ: compare `shephard` with DEAP.
        - A score of 1 with slack left is only weakly efficient; `strongly_efficient` says which.
        - The sum of slacks depends on units (deaR uses the given ones; R Benchmarking silently goes to means
          when a column mean leaves 1e-4…1e4): weights and targets of firms with slack may differ.
        - DEAP's default multi-stage slacks are not those of the greatest sum where several are possible.
        - Weights and multipliers need not be unique; scores are.
        - Under VRS a firm at the end of the range may have no super-efficiency: null, never a large number.
        - drs here is R's name for non-increasing returns, irs for non-decreasing.

    Example:
        >>> found = scores(x=[[2, 5], [2, 4], [6, 6], [3, 2], [6, 2]], y=[1, 2, 3, 1, 2], returns="crs")
        >>> [round(float(score), 6) for score in found.scores]
        [0.5, 1.0, 0.833333, 0.714286, 1.0]
        >>> found.slacks.x[0].round(6).tolist()
        [0.0, 0.5]
        >>> {peer: round(weight, 6) for peer, weight in found.peers[3].items()}
        {'2': 0.214286, '5': 0.285714}
    """
    returns = choice(returns, "returns", RETURNS)
    orientation = choice(orientation, "orientation", ORIENTATIONS)
    above, second = flag(super_, "super"), flag(slacks, "slacks")
    units = choice(slack_units, "slack_units", ("given", "mean"))
    kept_side = {"input": "y", "output": "x"}[orientation] if returns in ("vrs", "fdh") else ""
    firms = read_firms(x, y, names, shiftable=kept_side)
    reference = _reference(x_ref, y_ref, firms, kept_side)
    if above and reference is not firms:
        raise Inconsistent("super", "“super” bỏ chính đơn vị khỏi các mốc; với “x_ref” hãy để super = false.")
    seen, seen_reference, moved = shifted(firms, reference)
    technology = Technology(seen_reference.items, firms.x.shape[1], returns)
    pull = Pull(
        orientation,
        among=reference is firms,
        with_slacks=second,
        slack_weights=_by_mean(reference) if units == "mean" else None,
    )
    found = against(seen.items, technology, pull, progress)
    if above:
        found, _ = above_one(found, technology, pull, progress)
    groups = duplicates(firms)
    return ScoresResult(
        **_figures(firms, found, orientation, second, returns),
        duplicates=tuple(tuple(group) for group in groups),
        names=firms.names,
        assumptions=_assumptions(returns, orientation, above, second, units, reference is firms),
        warnings=tuple(_cautions(firms, found, groups, moved)),
        trace=_trace(firms, found, orientation, reference),
    )


def _reference(x_ref: Any, y_ref: Any, firms: Firms, kept_side: str) -> Firms:
    """The firms that span the technology."""
    if x_ref is None and y_ref is None:
        return firms
    for given, field, other in ((x_ref, "x_ref", "y_ref"), (y_ref, "y_ref", "x_ref")):
        if given is None:
            raise MissingField(field, f"Có “{other}” thì cần cả “{field}”. Hãy nhập đủ hai bảng.")
    found = read_firms(x_ref, y_ref, shiftable=kept_side, fields=("x_ref", "y_ref"))
    for table, own, field in ((found.x, firms.x, "x_ref"), (found.y, firms.y, "y_ref")):
        if table.shape[1] != own.shape[1]:
            raise WrongLength(
                field,
                f"Bảng “{field}” có {table.shape[1]} cột, cần đúng {own.shape[1]} cột như đơn vị được chấm.",
            )
    return found


def _by_mean(reference: Firms) -> Array:
    found: Array = 1.0 / np.abs(reference.items).mean(axis=0)
    return found


def _figures(
    firms: Firms, found: Envelopment, orientation: str, second: bool, returns: str
) -> dict[str, Any]:
    """The fields of the result that are figures."""
    reach, cut = found.reach, firms.x.shape[1]
    efficient = on_frontier(reach) | (reach > 1.0 if orientation == "input" else reach < 1.0)
    # A firm that no mix of the others can match is efficient, though it has no score.
    flags = efficient | (np.isnan(reach) & ~found.doubtful)
    slack = np.where(np.isnan(found.slacks), 0.0, found.slacks)
    size = np.where(firms.items == 0, 1.0, np.abs(firms.items))
    # Whoever is beyond the others' frontier owes its slack against it to nobody.
    beyond = flags & ~on_frontier(reach)
    strong = flags & (beyond | (slack <= EFFICIENT * size).all(axis=1))
    unsolved = np.isnan(reach)[:, None]
    inward = orientation == "input"
    x_to = (firms.x * reach[:, None] if inward else firms.x) - slack[:, :cut]
    y_to = (firms.y if inward else firms.y * reach[:, None]) + slack[:, cut:]
    known = reach[~np.isnan(reach)]
    return {
        "scores": reach,
        "shephard": 1.0 / np.where(reach == 0, np.nan, reach),
        "efficient": tuple(flags.tolist()),
        "strongly_efficient": tuple(strong.tolist()) if second else None,
        "slacks": Sides(found.slacks[:, :cut], found.slacks[:, cut:]) if second else None,
        "peers": weights_by_peer(found),
        "targets": Sides(np.where(unsolved, np.nan, x_to), np.where(unsolved, np.nan, y_to)),
        "multipliers": None
        if returns == "fdh"
        else Multipliers(found.multipliers[:, :cut], found.multipliers[:, cut:], found.free),
        "infeasible": tuple((np.flatnonzero(np.isnan(reach) & ~found.doubtful) + 1).tolist()),
        "summary": {
            "firms": len(reach),
            "efficient": int(flags.sum()),
            "mean": float(known.mean()) if len(known) else float("nan"),
            "least": float(known.min()) if len(known) else float("nan"),
            "greatest": float(known.max()) if len(known) else float("nan"),
            "settled_by_highs": int(found.rejudged.sum()),
        },
    }


def weights_by_peer(found: Envelopment) -> tuple[dict[str, float], ...]:
    """For each firm its reference firms (numbered from 1, in order) with their weights."""
    return tuple(map(_named_weights, found.peers.tolist(), found.weights.tolist()))


def _named_weights(peers: list[int], weights: list[float]) -> dict[str, float]:
    pairs = sorted(zip(peers, weights, strict=True))
    return {str(peer + 1): weight for peer, weight in pairs if peer >= 0}


def _assumptions(
    returns: str, orientation: str, above: bool, second: bool, units: str, itself: bool
) -> tuple[Assumption, ...]:
    score = "θ ≤ 1, càng gần 1 càng tốt" if orientation == "input" else "φ ≥ 1, càng gần 1 càng tốt"
    found = [
        Assumption("returns", returns, RETURNS_VI[returns]),
        Assumption("orientation", orientation, f"điểm Farrell {score}"),
        Assumption("tolerance", EFFICIENT, "đạt đường biên khi điểm cách 1 không quá mức này"),
    ]
    if above:
        found.append(Assumption("super", "andersen_petersen", "đơn vị đạt biên được so với các đơn vị khác"))
    if second:
        note = "theo đơn vị của số liệu" if units == "given" else "chia cho trung bình của cột"
        found.append(Assumption("slack_units", units, f"bước hai: tổng phần dư lớn nhất, {note}"))
    if not itself:
        found.append(Assumption("reference", "x_ref, y_ref", "so với công nghệ khác cho trước"))
    return tuple(found)


def _cautions(firms: Firms, found: Envelopment, groups: list[list[int]], moved: list[int]) -> list[Caution]:
    said = cautions_about(firms, groups)
    without = np.flatnonzero(np.isnan(found.reach) & ~found.doubtful)
    if len(without):
        said.append(
            Caution(
                "infeasible",
                f"Không có lời giải cho đơn vị {firms.listed(without)}: không tổ hợp nào của các đơn vị mốc "
                "theo kịp. Điểm để trống, không phải số lớn.",
                "scores",
            )
        )
    if found.doubtful.any():
        said.append(
            Caution(
                "not_proven",
                f"Không khẳng định được điểm của đơn vị {firms.listed(np.flatnonzero(found.doubtful))}: "
                "số liệu chênh nhau quá lớn (hãy kiểm tra đơn vị tính) hoặc các mốc gần như trùng nhau.",
                "scores",
            )
        )
    if moved:
        columns = ", ".join(str(place + 1) for place in moved)
        said.append(
            Caution(
                "shifted",
                f"Có số âm ở cột {columns} (đếm đầu vào rồi đầu ra); cột được dời gốc, điểm không đổi.",
            )
        )
    return said


def _trace(firms: Firms, found: Envelopment, orientation: str, reference: Firms) -> tuple[Step, ...]:
    """The count of firms and, worked out, the first firm behind the frontier."""
    steps = [
        Step("Số đơn vị được chấm", "n", float(len(firms.x)), "đơn vị"),
        Step("Số đơn vị mốc", "N", float(len(reference.x)), "đơn vị"),
    ]
    behind = np.flatnonzero(~np.isnan(found.reach) & ~on_frontier(found.reach))
    if len(behind):
        one = int(behind[0])
        mix = " + ".join(
            f"{show(weight)}·({'; '.join(show(float(v)) for v in reference.items[int(peer) - 1])})"
            for peer, weight in _named_weights(found.peers[one].tolist(), found.weights[one].tolist()).items()
        )
        own = "; ".join(show(float(v)) for v in firms.items[one])
        symbol = "θ" if orientation == "input" else "φ"
        steps.append(
            Step(
                f"Đơn vị {firms.name(one)} so với tổ hợp các mốc",
                f"({own}) so với {mix}; {symbol} = {show(float(found.reach[one]))}",
                float(found.reach[one]),
            )
        )
    return tuple(steps)
