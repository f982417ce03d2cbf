from nscl.apps.assessment.models.forms import FormFile, FormLoad
from nscl.apps.assessment.models.questionnaires import Questionnaire, QuestionnaireVersion
from nscl.apps.assessment.models.responses import Response
from nscl.apps.assessment.models.surveys import Invitation, Survey, SurveyFigures, SurveyMail

__all__ = [
    "FormFile",
    "FormLoad",
    "Invitation",
    "Questionnaire",
    "QuestionnaireVersion",
    "Response",
    "Survey",
    "SurveyFigures",
    "SurveyMail",
]
