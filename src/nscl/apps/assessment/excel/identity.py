"""What a form says of itself, and the proof that this system wrote it for that organisation."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import salted_hmac

from nscl.apps.assessment.excel.layout import EDITION, FORM
from nscl.apps.assessment.models import Invitation
from nscl.policy.questionnaires import digest, parse

_SALT = "nscl.assessment.form.v1"


@dataclass(frozen=True)
class Identity:
    """Survey, invitation (0 for a form without an organisation) and the questions by their hash, sealed."""

    survey: int
    invitation: int
    questions: str
    mark: str = ""

    def sealed(self) -> Identity:
        """The same with its proof."""
        return Identity(self.survey, self.invitation, self.questions, self._mark())

    @property
    def is_genuine(self) -> bool:
        """Whether the proof fits: a form cannot be claimed for another organisation or other questions."""
        return self.mark.isascii() and hmac.compare_digest(self._mark(), self.mark)

    def _mark(self) -> str:
        secret = getattr(settings, "NSCL_SEAL_KEY", "") or str(settings.SECRET_KEY)
        said = f"{self.survey}.{self.invitation}.{self.questions}"
        return salted_hmac(_SALT, said, secret=secret, algorithm="sha256").hexdigest()[:32]

    def rows(self) -> list[tuple[str, str]]:
        """As the hidden sheet holds it: names and texts, which every program keeps as they are."""
        return [
            (FORM, EDITION),
            ("khao-sat", str(self.survey)),
            ("loi-moi", str(self.invitation)),
            ("cau-hoi", self.questions),
            ("dau", self.mark),
        ]


def identity_of(invitation: Invitation) -> Identity:
    """Of the form of one organisation, over the questions of its survey as they are now."""
    survey = invitation.survey
    return Identity(survey.pk, invitation.pk, digest(parse(survey.version.definition))).sealed()
