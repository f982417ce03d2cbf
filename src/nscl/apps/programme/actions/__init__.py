"""Every deed of the room: uploading, reviewing, settling, deciding, submitting, approving."""

from nscl.apps.programme.actions.bases import decide_base
from nscl.apps.programme.actions.common import Conflict
from nscl.apps.programme.actions.findings import settle_finding
from nscl.apps.programme.actions.review import accept_clean, accept_item, add_item, correct_item, drop_item
from nscl.apps.programme.actions.shape import merge_items, split_item
from nscl.apps.programme.actions.upload import start_reading
from nscl.apps.programme.actions.versions import (
    approve_version,
    drop_version,
    return_version,
    submit_version,
)

__all__ = [
    "Conflict",
    "accept_clean",
    "accept_item",
    "add_item",
    "approve_version",
    "correct_item",
    "decide_base",
    "drop_item",
    "drop_version",
    "merge_items",
    "return_version",
    "settle_finding",
    "split_item",
    "start_reading",
    "submit_version",
]
