"""What a run found, as values and as sentences in both languages."""

from perfrules.report.model import Finding, FormReport, Report

__all__ = ["Finding", "FormReport", "Report"]
