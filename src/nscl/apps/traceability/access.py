"""Who may capture events for an organisation and hand out keys; the rest in a file per process."""

from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import Relation, Role, rule
from nscl.apps.traceability import access_evidence, access_recalls, access_subscriptions

_KEEPERS = {Role.OFFICER, Role.LEADER}

RULES = [
    rule("traceability.event.capture", _("Ghi sự kiện truy xuất"), {Role.OFFICER}, Relation.PROVINCE),
    rule("traceability.client.issue", _("Cấp khóa truy cập cho phần mềm"), _KEEPERS, Relation.PROVINCE),
    rule("traceability.client.revoke", _("Thu hồi khóa truy cập"), _KEEPERS, Relation.PROVINCE),
    rule("traceability.entrustment.grant", _("Ghi ủy thác ghi sự kiện"), _KEEPERS, Relation.PROVINCE),
    *access_subscriptions.RULES,
    *access_recalls.RULES,
    *access_evidence.RULES,
]
SECRETS = access_recalls.SECRETS
MENU = [*access_subscriptions.MENU, *access_recalls.MENU, *access_evidence.MENU]
