"""When an organisation's traceability is said to run."""

import pytest

from nscl.policy.traceability import BROKEN, runs_traceability


@pytest.mark.parametrize(
    ("events", "lots", "breaks", "codes"),
    [
        (1, 1, [], []),
        (9, 2, ["no_unpack", "no_amount", "before_made"], []),
        (0, 0, [], ["silent"]),
        (4, 0, [], ["no_lots"]),
        (4, 2, ["no_lot"], ["no_lot"]),
        (4, 2, ["no_origin", "not_seen"], ["no_origin", "not_seen"]),
        (4, 2, ["cut_off"], ["too_many"]),
        (4, 2, ["links_cut_off", "no_lot"], ["no_lot", "too_many"]),
    ],
)
def test_traceability_runs_only_where_every_lot_leads_back_to_named_inputs(
    events: int, lots: int, breaks: list[str], codes: list[str]
) -> None:
    found = runs_traceability(events=events, lots=lots, breaks=breaks)
    assert (found.ok, [reason.code for reason in found.reasons]) == (not codes, codes)
    assert found.clause and all("; " in reason.sentence_vi for reason in found.reasons)


def test_every_break_that_counts_is_one_that_a_trace_can_tell() -> None:
    from nscl.gs1.tracing import Break

    assert all(code in (Break.__doc__ or "") for code in BROKEN)
