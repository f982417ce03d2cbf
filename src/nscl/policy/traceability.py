"""Whether an organisation's traceability runs: it records, and its lots lead back to named inputs.

Source: Circular 02/2024/TT-BKHCN, the principles “one step back, one step forward” and “availability of the
key data”. The circular gives no number of days; `DAYS` is ours: within half a year every seasonal trade of
the plans buys, makes or sells something.
"""

from collections.abc import Collection

from nscl.policy.decision import Decision
from nscl.policy.verdicts import Reason

DAYS = 180
CLAUSE = "Truy được một bước trước, một bước sau (Thông tư 02/2024/TT-BKHCN)."
# Breaks of a trace (`nscl.gs1.tracing`) that leave a lot without its inputs; the others are doubts of detail.
BROKEN = {
    "no_lot": "có đầu vào chỉ ghi loại hàng, không ghi lô",
    "no_origin": "có lô không ghi được làm ra hay đánh dấu từ đâu",
    "not_seen": "có lô không có trong sự kiện nào",
}
UNSURE = frozenset({"cut_off", "links_cut_off"})


def runs_traceability(*, events: int, lots: int, breaks: Collection[str]) -> Decision:
    """Whether traceability runs in an organisation over the last `DAYS` days.

    `events` are those it recorded, `lots` those looked at: made or marked by it or, where it made none,
    handled by it; `breaks` what the traces back from them ran into. Without an event, without a lot, with an
    unnamed input, or where there is too much to be followed, it is not said to run, and the reason says why.

    >>> runs_traceability(events=12, lots=3, breaks=["no_unpack"]).ok
    True
    >>> [reason.code for reason in runs_traceability(events=12, lots=3, breaks=["no_lot", "cut_off"]).reasons]
    ['no_lot', 'too_many']
    """
    reasons = []
    if events == 0:
        reasons.append(Reason("silent", f"Không ghi sự kiện nào trong {DAYS} ngày; đề nghị ghi tiếp."))
    elif lots == 0:
        reasons.append(Reason("no_lots", "Các sự kiện không nêu lô hay số sê-ri nào; đề nghị ghi số lô."))
    for code, what in BROKEN.items():
        if code in breaks:
            reasons.append(Reason(code, f"Chuỗi bị đứt: {what}; đề nghị bổ sung."))
    if UNSURE & set(breaks):
        reasons.append(Reason("too_many", "Quá nhiều lô để truy hết một lần; chưa kết luận được."))
    return Decision(not reasons, tuple(reasons), CLAUSE)
