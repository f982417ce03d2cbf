from nscl.apps.accounts.models.offices import Delegation, Membership, Office
from nscl.apps.accounts.models.users import User

__all__ = ["Delegation", "Membership", "Office", "User"]
