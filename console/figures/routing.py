"""Every page of the figures."""

from console.figures import pages, reports

ROUTES = (*pages.ROUTES, *reports.ROUTES)
