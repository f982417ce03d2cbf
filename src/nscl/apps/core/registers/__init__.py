"""The one family of declarative registers: list, record, form, history, export, print, attachments.

A room imports the words of a declaration from here and its addresses from `core.registers.urls`.
"""

from nscl.apps.core.registers.spec import (
    Bulk,
    Column,
    Filter,
    Link,
    Register,
    RevisionConflict,
    Section,
    require_revision,
)

__all__ = ["Bulk", "Column", "Filter", "Link", "Register", "RevisionConflict", "Section", "require_revision"]
