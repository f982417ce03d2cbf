"""What a network result says beside its figures: choices, cautions, and the main steps."""

from __future__ import annotations

from collections.abc import Sequence

from nscl.measures.mfca.flow import Flow, Split, line_of, product_share
from nscl.measures.mfca.links import Link
from nscl.measures.mfca.reading import Centre
from nscl.measures.result import Assumption, Caution, Step, show

MOST_TOLD = 20  # centres whose steps a person would still read


def assumptions(
    centres: Sequence[Centre], links: Sequence[Link], flow: Flow, carry_over: str, tolerance: float
) -> tuple[Assumption, ...]:
    """Every convention the figures depend on."""
    by_centre = (
        "theo phân bổ chung của trung tâm" if carry_over == "centre" else "theo chính bán thành phẩm đó"
    )
    found = [
        Assumption("tolerance_pct", tolerance, "Chênh lệch cân bằng khối lượng lớn nhất được chấp nhận (%)."),
        Assumption("carry_over", carry_over, f"Chi phí chuyển sang được chia {by_centre}."),
        Assumption("waste_management", "loss", "Chi phí quản lý chất thải tính 100 % vào tổn thất."),
        Assumption("scrap_revenue", "beside", "Tiền bán phế liệu để riêng, không trừ vào tổn thất."),
        Assumption("valuation", "weighted_average", "Vật liệu dùng trong kỳ tính giá bình quân gia quyền."),
    ]
    for centre in centres:
        rule = centre.allocation
        stated = ", ".join(f"{kind} {show(share)} %" for kind, share in rule.product_pct.items())
        key = stated or ("cost" if rule.by_cost else "mass")
        found.append(Assumption(f"{centre.place}.allocation", key, rule.note))
        for line in centre.lines:
            if line.derived and not line.auxiliary:
                found.append(
                    Assumption(f"{line.place}.{line.derived}", "balance", f"“{line.name}”: suy từ cân bằng.")
                )
            if line.source is not None:
                found.append(
                    Assumption(f"{line.place}.from", line.source, f"“{line.name}” là bán thành phẩm.")
                )
    for place, split in _assumed(centres, links, flow).items():
        note = f"% bán thành phẩm đến “{centres[place].id}” vào sản phẩm, vì không có dòng “from”."
        found.append(Assumption(f"{centres[place].place}.division_pct", 100 * split.product, note))
    if any(link.what == "loss" and link.carry_all for link in links):
        found.append(
            Assumption("recycled_loss", "all", "Tổn thất tái chế mang theo cả năng lượng và hệ thống.")
        )
    return tuple(found)


def _assumed(centres: Sequence[Centre], links: Sequence[Link], flow: Flow) -> dict[int, Split]:
    """The division of what arrives at each centre that has no line for it."""
    return {
        link.target: split
        for link, split in zip(links, flow.splits, strict=True)
        if line_of(link, centres) is None
    }


def _division(centre: Centre, split: Split) -> Caution:
    """What was taken for granted about the intermediate, and how to state it instead."""
    mend = "Hãy thêm dòng vật liệu có “from”, “product_quantity”, “loss_quantity” nếu khác."
    if any(line.in_allocation and line.used for line in centre.lines):
        share = show(100 * split.product)
        said = f"theo tỷ lệ vật liệu của trung tâm: {share} % vào sản phẩm"
        code = "assumed_division"
    else:
        said, code = "vào sản phẩm 100 %, không có tổn thất", "assumed_no_loss"
    sentence = f"“{centre.id}” chưa nói bán thành phẩm đến chia thế nào; đã tính {said}. {mend}"
    return Caution(code, sentence, f"{centre.place}.materials")


def cautions(centres: Sequence[Centre], links: Sequence[Link], flow: Flow) -> tuple[Caution, ...]:
    """What a reader must know before using the figures."""
    found = [caution for centre in centres for caution in centre.cautions]
    if len(centres) > 1 and not links:
        found.append(
            Caution(
                "no_links",
                "Các trung tâm không có liên kết: mỗi trung tâm được tính riêng rồi cộng.",
                "links",
            )
        )
    found += [_division(centres[place], split) for place, split in _assumed(centres, links, flow).items()]
    size = len(centres)
    for place, centre in enumerate(centres):
        lost = flow.costs[size + place, :3].sum() or flow.mass[size + place]
        if centre.waste and not lost:
            found.append(
                Caution(
                    "waste_without_loss",
                    f"Trung tâm “{centre.id}” có chi phí chất thải nhưng không có tổn thất nào.",
                    f"{centre.place}.waste_cost",
                )
            )
    return tuple(found)


def steps(centres: Sequence[Centre], flow: Flow, unit: str, product: float, loss: float) -> tuple[Step, ...]:
    """The calculation as an officer would follow it: centre by centre, then the network."""
    found = [
        step for place in range(min(len(centres), MOST_TOLD)) for step in _of(centres, place, flow, unit)
    ]
    found.append(Step("Tổng tổn thất của mạng", "Σ tổn thất không quay lại", loss, "đ"))
    whole = product + loss
    if whole:
        formula = f"{show(loss)} / ({show(product)} + {show(loss)})"
        found.append(Step("Tỷ lệ chi phí tổn thất", formula, 100 * loss / whole, "%"))
    return tuple(found)


def _of(centres: Sequence[Centre], place: int, flow: Flow, unit: str) -> list[Step]:
    centre, size = centres[place], len(centres)
    product, loss = flow.mass[place], flow.mass[size + place]
    share = float(flow.distribution[place])
    told = [
        Step(
            f"{centre.id}: phân bổ khối lượng vào sản phẩm",
            f"{show(product)} / ({show(product)} + {show(loss)}) {unit}",
            100 * share,
            "%",
        )
    ]
    for line in centre.lines:
        if line.source is None:
            cost = line.product_cost + line.loss_cost
            formula = f"{show(cost)} × {show(line.loss)} / {show(line.used)}"
            told.append(Step(f"{centre.id}: “{line.name}” vào tổn thất", formula, line.loss_cost, "đ"))
    for name, kind, amount in (
        ("năng lượng", "energy", centre.energy),
        ("hệ thống", "system", centre.system),
    ):
        if amount:
            part = 1 - product_share(centre, kind, share)
            formula = f"{show(amount)} × {show(100 * part)} %"
            told.append(Step(f"{centre.id}: chi phí {name} vào tổn thất", formula, amount * part, "đ"))
    carried = float(flow.arrived[place].sum())
    if carried:
        told.append(Step(f"{centre.id}: chi phí chuyển từ trung tâm trước", "Σ theo liên kết", carried, "đ"))
    for name, node in (("sản phẩm", place), ("tổn thất", size + place)):
        parts = [float(part) for part in flow.costs[node]]
        told.append(Step(f"{centre.id}: chi phí {name}", " + ".join(map(show, parts)), sum(parts), "đ"))
    return told
