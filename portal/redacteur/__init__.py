"""Door of the editors: one file per part of their work. Never a person of a referral."""

from fastapi import APIRouter

from portal.redacteur import gesprekken, invoer, paginas, vandaag, vind, voorziening, vragen

router = APIRouter(include_in_schema=False)
for deel in (vandaag, vind, voorziening, vragen, gesprekken, paginas, invoer):
    router.include_router(deel.router)

__all__ = ["router"]
