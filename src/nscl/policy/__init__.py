"""Decisions under the rules of plans: plain values in, frozen results out.

No Django, no I/O and no clock: the day of judgement is an argument. The entry points are
`nscl.policy.targets` (verdicts of targets), `nscl.policy.budget` (allocation and disbursement)
and `nscl.policy.maker` (who may approve).
"""
