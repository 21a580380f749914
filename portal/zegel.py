"""Seals text so that only we can read it: authenticated encryption with a key ring (AES-256-GCM). Never logs what it seals.

Two uses: the visitor's cookies, and everything of a person in the database (P-06; table, column and row id are bound in).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import time
import zlib
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MEESTE_BYTES = 3_800  # of one sealed cookie; a browser drops more without a word


class Ongeldig(ValueError):
    """Not sealed by us, sealed for something else, or too old."""


class TeGroot(ValueError):
    """Does not fit in a cookie."""


class Zegel:
    """A key ring. The newest key seals, every key opens."""

    def __init__(self, ring: dict[int, bytes]) -> None:
        self._ring = ring
        self._nieuwste = max(ring)

    def _sleutel(self, nummer: int, doel: str) -> bytes:
        if nummer not in self._ring:
            raise Ongeldig("unknown key")
        return hmac.digest(self._ring[nummer], b"zegel:" + doel.encode(), "sha256")

    def dicht(self, gegevens: bytes, doel: str, plaats: str = "") -> bytes:
        """Seal bytes for a purpose, bound to a place such as "verwijzing.inhoud:17"."""
        nonce = os.urandom(12)
        return (
            bytes([self._nieuwste])
            + nonce
            + AESGCM(self._sleutel(self._nieuwste, doel)).encrypt(nonce, gegevens, f"{doel}|{plaats}".encode())
        )

    def open(self, gezegeld: bytes, doel: str, plaats: str = "") -> bytes:
        """Open sealed bytes. Raises Ongeldig."""
        if len(gezegeld) < 30:
            raise Ongeldig("too short")
        try:
            return AESGCM(self._sleutel(gezegeld[0], doel)).decrypt(gezegeld[1:13], gezegeld[13:], f"{doel}|{plaats}".encode())
        except InvalidTag as fout:
            raise Ongeldig("not ours") from fout

    def sleutelnummer(self, gezegeld: bytes) -> int:
        """Which key sealed this; for the rotation command."""
        return gezegeld[0]

    @property
    def nummers(self) -> tuple[int, ...]:
        """The numbers of all keys, newest first."""
        return tuple(sorted(self._ring, reverse=True))

    @property
    def nieuwste(self) -> int:
        """The number of the key that seals."""
        return self._nieuwste

    def koekje(self, waarde: Any, doel: str, nu: float | None = None) -> str:
        """Seal JSON for a cookie, with the time in it. Raises TeGroot above 3,800 bytes."""
        kern = json.dumps([int(nu or time.time()), waarde], ensure_ascii=False, separators=(",", ":")).encode()
        tekst = base64.urlsafe_b64encode(self.dicht(zlib.compress(kern, 9), "koekje-" + doel)).decode().rstrip("=")
        if len(tekst) > MEESTE_BYTES:
            raise TeGroot(str(len(tekst)))
        return tekst

    def uit_koekje(self, tekst: str, doel: str, hoogstens: float, nu: float | None = None) -> Any:
        """Open a cookie of at most `hoogstens` seconds old. Raises Ongeldig."""
        try:
            ruw = base64.urlsafe_b64decode(tekst + "=" * (-len(tekst) % 4))
            ontpakker = zlib.decompressobj()
            kern = ontpakker.decompress(self.open(ruw, "koekje-" + doel), 64_000)
            sinds, waarde = json.loads(kern)
        except (ValueError, zlib.error, TypeError) as fout:
            raise Ongeldig("broken cookie") from fout
        if (nu or time.time()) - sinds > hoogstens:
            raise Ongeldig("too old")
        return waarde

    def leeftijd(self, tekst: str, doel: str, nu: float | None = None) -> float:
        """Seconds since a cookie was sealed; 0 when there is none, or it is not ours."""
        if not tekst:
            return 0.0
        try:
            kern = zlib.decompressobj().decompress(
                self.open(base64.urlsafe_b64decode(tekst + "=" * (-len(tekst) % 4)), "koekje-" + doel), 64_000
            )
            return max((nu or time.time()) - json.loads(kern)[0], 0.0)
        except (ValueError, zlib.error, TypeError):
            return 0.0

    def merk(self, tekst: str, doel: str, nummer: int | None = None) -> bytes:
        """A keyed hash (HMAC-SHA256): for return codes, blind indexes and links. By default with the oldest key, which never rotates away."""
        ring = self._ring[min(self._ring) if nummer is None else nummer]
        return hmac.digest(hmac.digest(ring, b"merk:" + doel.encode(), "sha256"), tekst.encode(), hashlib.sha256)
