from nscl.apps.traceability.queries.tracing import trace

__all__ = ["trace"]
