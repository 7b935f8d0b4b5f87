"""Every page of administration."""

from console.administration import areas, canned, contacts, departments, renewal, retention, staff, system

ROUTES = (
    *areas.ROUTES,
    *staff.ROUTES,
    *renewal.ROUTES,
    *contacts.ROUTES,
    *departments.ROUTES,
    *canned.ROUTES,
    *retention.ROUTES,
    *system.ROUTES,
)
