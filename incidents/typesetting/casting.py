"""FiraGO with lam-alef set by two glyphs, under a name of its own, as the bytes of a TrueType file.

FiraGO sets lam and alef by one glyph that stands for two letters; Chrome, Evince and MuPDF turn the letters of a line
around and the two with it, so that لا is copied, searched and read aloud as ال. Here lam takes the drawing of the pair
and alef is empty, each with half of the width: it looks the same, and each letter has a glyph of its own.
"""

from __future__ import annotations

import io
from copy import deepcopy
from typing import Any

import pymupdf_fonts
from fontTools import subset
from fontTools.otlLib import builder
from fontTools.ttLib.tables import otTables

FIRAGO = {"Regular": "figo", "Bold": "figbo"}
LAMS = ("uniFEDF", "uniFEE0")  # initial, medial
ALEFS = ("uniFE8E", "uniFE84", "uniFE88", "uniFE82", "uniFB51")  # final: plain, hamza above, hamza below, madda, wasla
FLAGS = 9  # from right to left, marks passed over, as FiraGO's own ligatures
#: Scripts of the names that the summaries set: Latin, Greek, Cyrillic, Arabic, with signs and presentation forms.
KEPT = (
    (0x20, 0x52F),
    (0x600, 0x77F),
    (0x8A0, 0x8FF),
    (0x1E00, 0x20CF),
    (0x2100, 0x27BF),
    (0xFB50, 0xFDFF),
    (0xFE70, 0xFEFF),
)


def cast(weight: str) -> bytes:
    """One weight, ``Regular`` or ``Bold``, as TrueType. Its dates are FiraGO's, so that no clock shows in it."""
    choices = subset.Options(hinting=False, recalc_timestamp=False, name_IDs=["*"], layout_features=["*"])
    font = subset.load_font(io.BytesIO(pymupdf_fonts.fontbuffers[FIRAGO[weight]]()), choices, dontLoadGlyphNames=False)
    split_lam_alef(font)
    rename(font, weight)
    kept = subset.Subsetter(options=choices)
    kept.populate(unicodes=[code for first, last in KEPT for code in range(first, last + 1)])
    kept.subset(font)
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def split_lam_alef(font: Any) -> None:
    """Replace the required ligatures by pairs of single glyphs, chosen by what stands beside them."""
    table = font["GSUB"].table
    (index,) = {i for r in table.FeatureList.FeatureRecord if r.FeatureTag == "rlig" for i in r.Feature.LookupListIndex}
    pairs = _pairs(table.LookupList.Lookup[index])
    for (lam, alef), drawing in pairs.items():
        _halve(font, drawing, _lam(lam, alef), _alef(alef))
    added = _lookups(font, len(table.LookupList.Lookup))
    table.LookupList.Lookup += added
    table.LookupList.LookupCount = len(table.LookupList.Lookup)
    contexts = [table.LookupList.LookupCount - 2, table.LookupList.LookupCount - 1]
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "rlig":
            record.Feature.LookupListIndex = contexts
            record.Feature.LookupCount = len(contexts)


def _pairs(lookup: Any) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for subtable in lookup.SubTable:
        for first, ligatures in getattr(subtable, "ExtSubTable", subtable).ligatures.items():
            found |= {(first, each.Component[0]): each.LigGlyph for each in ligatures if first in LAMS}
    return found


def _lam(lam: str, alef: str) -> str:
    return f"{lam}.before.{alef}"


def _alef(alef: str) -> str:
    return f"{alef}.drawn"


def _halve(font: Any, drawing: str, lam: str, alef: str) -> None:
    """Alef comes first from the left, as wide as half of the pair; lam carries the drawing, moved back over it."""
    glyphs, widths = font["glyf"], font["hmtx"]
    wide, bearing = widths[drawing]
    half = 300  # the same in every pair, so that one empty glyph serves initial and medial lam
    moved = deepcopy(glyphs[drawing])
    if moved.isComposite():
        for component in moved.components:
            component.x -= half
    else:
        moved.coordinates.translate((-half, 0))
    empty = deepcopy(glyphs["space"])
    for name, glyph, metrics in ((lam, moved, (wide - half, bearing - half)), (alef, empty, (half, 0))):
        glyphs[name] = glyph
        widths[name] = metrics
        font["GDEF"].table.GlyphClassDef.classDefs[name] = 1
        moved.recalcBounds(glyphs)


def _lookups(font: Any, start: int) -> list[Any]:
    """One substitution of lam for each alef, one of alef, and the two contexts that call them."""
    lams = [{lam: _lam(lam, alef) for lam in LAMS} for alef in ALEFS]
    singles = [builder.buildLookup([builder.buildSingleSubstSubtable(pairs)], flags=FLAGS) for pairs in lams]
    singles.append(builder.buildLookup([builder.buildSingleSubstSubtable({a: _alef(a) for a in ALEFS})], flags=FLAGS))
    before = [_context(font, [], LAMS, [[alef]], start + number) for number, alef in enumerate(ALEFS)]
    drawn = [name for pairs in lams for name in pairs.values()]
    after = _context(font, [drawn], ALEFS, [], start + len(ALEFS))
    return [*singles, builder.buildLookup(before, flags=FLAGS), builder.buildLookup([after], flags=FLAGS)]


def _context(font: Any, behind: list[Any], here: Any, ahead: list[Any], lookup: int) -> Any:
    order = font.getReverseGlyphMap(rebuild=True)
    context = otTables.ChainContextSubst()
    context.Format = 3
    context.BacktrackCoverage = [builder.buildCoverage(names, order) for names in behind]
    context.InputCoverage = [builder.buildCoverage(here, order)]
    context.LookAheadCoverage = [builder.buildCoverage(names, order) for names in ahead]
    call = otTables.SubstLookupRecord()
    call.SequenceIndex, call.LookupListIndex = 0, lookup
    context.SubstLookupRecord = [call]
    context.BacktrackGlyphCount, context.InputGlyphCount = len(behind), 1
    context.LookAheadGlyphCount, context.SubstCount = len(ahead), 1
    return context


def rename(font: Any, weight: str) -> None:
    """FiraGO's licence reserves the name "Fira": what is changed goes by another."""
    names = {1: "HarmWatch Sans", 2: weight, 3: f"HarmWatch Sans {weight}", 4: f"HarmWatch Sans {weight}",
             6: f"HarmWatchSans-{weight}", 16: None, 17: None, 7: None}  # fmt: skip
    for record in list(font["name"].names):
        if record.nameID in names:
            said = names[record.nameID]
            if said is None:
                font["name"].names.remove(record)
            else:
                record.string = said
