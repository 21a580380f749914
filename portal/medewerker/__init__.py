"""Door of who works here: log-in, inbox, one referral, the counter."""

from fastapi import APIRouter

router = APIRouter(include_in_schema=False)
