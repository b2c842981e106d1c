"""Wednesday mornings with the lawyers: roster, booking, waiting list, papers, report."""

from app.services.consultations.service import ConsultationService

__all__ = ["ConsultationService"]
