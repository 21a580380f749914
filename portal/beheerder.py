"""Door: accounts, the post, the log. No story of anybody."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter(include_in_schema=False)
