from nscl.apps.reporting.models.issues import ReportIssue

__all__ = ["ReportIssue"]
