from nscl.apps.core.models.audit import AuditChain, AuditEntry
from nscl.apps.core.models.files import StoredFile
from nscl.apps.core.models.jobs import Job

__all__ = ["AuditChain", "AuditEntry", "Job", "StoredFile"]
