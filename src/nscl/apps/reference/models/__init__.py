from nscl.apps.reference.models.calendar import Holiday
from nscl.apps.reference.models.industry import IndustryCode
from nscl.apps.reference.models.law import LegalInstrument, Provision
from nscl.apps.reference.models.units import AdministrativeUnit, UnitSuccession

__all__ = ["AdministrativeUnit", "Holiday", "IndustryCode", "LegalInstrument", "Provision", "UnitSuccession"]
