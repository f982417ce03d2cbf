"""The questionnaire that ships with the system."""
