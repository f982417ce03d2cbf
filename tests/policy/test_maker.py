"""The drafter never approves, in person or through a delegation on either side."""

import pytest

from nscl.policy.maker import may_approve


def test_another_person_may_approve() -> None:
    assert may_approve("officer", "leader").ok


def test_another_person_may_approve_for_an_absent_leader() -> None:
    assert may_approve("officer", "deputy", delegator="leader").ok


@pytest.mark.parametrize(
    ("drafter", "approver", "delegator", "drafted_for", "code"),
    [
        ("officer", "officer", None, None, "drafter_approves"),
        ("officer", "officer", "leader", None, "drafter_approves"),
        ("leader", "deputy", "leader", None, "delegator_drafted"),
        ("officer", "leader", None, "leader", "drafted_for_approver"),
        ("officer", "deputy", "leader", "leader", "drafted_for_approver"),
        (None, "leader", None, None, "drafter_unknown"),
    ],
)
def test_one_person_on_both_sides_is_refused(drafter, approver, delegator, drafted_for, code) -> None:
    decision = may_approve(drafter, approver, delegator, drafted_for)
    assert not decision.ok
    assert [reason.code for reason in decision.reasons] == [code]
    assert "đề nghị" in decision.reasons[0].sentence_vi and decision.clause
