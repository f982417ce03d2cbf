"""Deeds of questionnaires, surveys and responses."""
