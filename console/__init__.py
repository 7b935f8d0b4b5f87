"""The pages of the staff: queue, cases, ledger, answers, figures, administration."""
