"""The form engine: pure, never raises on any answers, and equal to the PWA's engine case by case."""

from app.forms.rules.engine import Evaluation, Problem, evaluate
from app.forms.rules.parties import Parties, Party, parties
from app.forms.rules.validate import validate

__all__ = ["Evaluation", "Parties", "Party", "Problem", "evaluate", "parties", "validate"]
