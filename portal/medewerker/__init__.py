"""Door of who works here: log-in, the inbox, one referral, the counter."""

from fastapi import APIRouter

from portal.medewerker import inloggen, loket, postvak, verwijzing

router = APIRouter(include_in_schema=False)
for deel in (inloggen, postvak, verwijzing, loket):
    router.include_router(deel.router)

__all__ = ["router"]
