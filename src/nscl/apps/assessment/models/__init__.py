from nscl.apps.assessment.models.questionnaires import Questionnaire, QuestionnaireVersion
from nscl.apps.assessment.models.responses import Response
from nscl.apps.assessment.models.surveys import Invitation, Survey, SurveyFigures, SurveyMail

__all__ = [
    "Invitation",
    "Questionnaire",
    "QuestionnaireVersion",
    "Response",
    "Survey",
    "SurveyFigures",
    "SurveyMail",
]
