"""The one reader of typed text: normalise, repair, split, join, concepts with evidence. No database, no web.

Both lower rooms read through here (docs/adr/0002): the kaart to find kinds of help, the conversation to find signals.
"""

from sociale_kaart.woorden.lezer import Lezer, Lezing, Woord, lezer, normaal
from sociale_kaart.woorden.weging import Uitslag, Weging

__all__ = ["Lezer", "Lezing", "Uitslag", "Weging", "Woord", "lezer", "normaal"]
