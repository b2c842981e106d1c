"""Intake at the window: from a visit's first key to a decision with its notices."""

from app.services.intake.service import IntakeService

__all__ = ["IntakeService"]
