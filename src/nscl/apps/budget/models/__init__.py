from nscl.apps.budget.models.entries import Allocation, Disbursement
from nscl.apps.budget.models.lines import BudgetAmount, BudgetLine, FundingSource

__all__ = ["Allocation", "BudgetAmount", "BudgetLine", "Disbursement", "FundingSource"]
