from nscl.apps.catalog.models.contents import CostNorm, SupportContent

__all__ = ["CostNorm", "SupportContent"]
