from nscl.apps.monitoring.models.bases import RegisterBasis, SurveyBasis, TraceBasis
from nscl.apps.monitoring.models.observations import Observation
from nscl.apps.monitoring.models.progress import TaskReport

__all__ = ["Observation", "RegisterBasis", "SurveyBasis", "TraceBasis", "TaskReport"]
