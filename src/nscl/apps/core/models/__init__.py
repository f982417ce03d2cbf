from nscl.apps.core.models.audit import AuditChain, AuditEntry
from nscl.apps.core.models.files import StoredFile
from nscl.apps.core.models.imports import ImportBatch, ImportMapping, ImportRow
from nscl.apps.core.models.jobs import Job
from nscl.apps.core.models.registers import Attachment, BulkRun, SavedFilter

__all__ = [
    "Attachment",
    "AuditChain",
    "AuditEntry",
    "BulkRun",
    "ImportBatch",
    "ImportMapping",
    "ImportRow",
    "Job",
    "SavedFilter",
    "StoredFile",
]
