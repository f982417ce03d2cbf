from nscl.apps.registry.models.editions import RegisterEdition, RegisterEntry
from nscl.apps.registry.models.merges import OrganisationMerge, SuspectedTwins
from nscl.apps.registry.models.organisations import (
    Organisation,
    OrganisationAddress,
    OrganisationContact,
    OrganisationIndustry,
    PersonalCode,
    SizeClass,
    YearFacts,
)
from nscl.apps.registry.models.people import (
    Affiliation,
    ExpertCredential,
    Network,
    NetworkMembership,
    Person,
)
from nscl.apps.registry.models.products import Product

__all__ = [
    "Affiliation",
    "ExpertCredential",
    "Network",
    "NetworkMembership",
    "Organisation",
    "OrganisationAddress",
    "OrganisationContact",
    "OrganisationIndustry",
    "OrganisationMerge",
    "Person",
    "PersonalCode",
    "Product",
    "RegisterEdition",
    "RegisterEntry",
    "SizeClass",
    "SuspectedTwins",
    "YearFacts",
]
