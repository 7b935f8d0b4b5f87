"""一日一报, 一周一汇, monthly and quarterly figures (domain.md part 5): counts only, no name and no free text."""
