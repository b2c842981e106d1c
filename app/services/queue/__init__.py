"""The hall's queue: taking, calling, serving, transferring; the board everybody sees; the day's report."""

from app.services.queue.service import QueueService

__all__ = ["QueueService"]
