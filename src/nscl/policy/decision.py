"""Yes or no under a rule, with the reasons, the rule and what remains."""

from dataclasses import dataclass

from nscl.policy.verdicts import Reason


@dataclass(frozen=True)
class Decision:
    """`ok` says whether the deed may happen; `reasons` say why not, each with what to do next.

    `clause` names the rule. `remaining` is, for money, what is still free in đồng once this decision
    stands: after the entry when it is accepted, as it was when it is refused.
    """

    ok: bool
    reasons: tuple[Reason, ...] = ()
    clause: str = ""
    remaining: int | None = None
