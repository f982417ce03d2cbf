"""Who may approve: never the one who drafted, in person or through a delegation."""

from nscl.policy.decision import Decision
from nscl.policy.verdicts import Reason

CLAUSE = "Người soạn không được duyệt việc do chính mình soạn, kể cả qua ủy quyền."

Who = int | str


def may_approve(
    drafter: Who | None, approver: Who, delegator: Who | None = None, drafted_for: Who | None = None
) -> Decision:
    """Whether `approver`, acting for `delegator` if given, may approve what `drafter` wrote.

    `drafted_for` is the person for whom the drafter acted. A person on both sides, or one whose
    delegate stands on the other side, is refused. An unknown drafter is refused as well, because
    nobody could tell the two apart.

    >>> may_approve("An", "Bình").ok, may_approve("An", "An").ok
    (True, False)
    >>> may_approve("An", "Bình", delegator="An").reasons[0].code
    'delegator_drafted'
    """
    reasons: list[Reason] = []
    if drafter is None:
        reasons.append(
            Reason("drafter_unknown", "Chưa rõ người soạn nên chưa thể duyệt; đề nghị ghi rõ người soạn.")
        )
    elif approver == drafter:
        reasons.append(
            Reason("drafter_approves", "Người soạn không được tự duyệt; đề nghị chuyển người khác duyệt.")
        )
    if delegator is not None and delegator == drafter:
        reasons.append(
            Reason(
                "delegator_drafted",
                "Người ủy quyền chính là người soạn nên người được ủy quyền không được duyệt thay; "
                "đề nghị chuyển người khác duyệt.",
            )
        )
    if drafted_for is not None and drafted_for in (approver, delegator):
        reasons.append(
            Reason(
                "drafted_for_approver",
                "Việc này được soạn thay cho chính người duyệt; đề nghị chuyển người khác duyệt.",
            )
        )
    return Decision(not reasons, tuple(reasons), CLAUSE)
