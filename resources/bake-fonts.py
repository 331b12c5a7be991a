#!/usr/bin/env python3
"""Bakes figures of one width into Inter and takes the joined signs out of JetBrains Mono.

    bake-fonts.py INTER_FOLDER MONO_FOLDER OUTPUT_FOLDER

Qt below 6.7 can't switch font features. The copies carry other names, as their licence asks, and only the
scripts that the window has texts in; anything else comes from the system's fonts.
"""

import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

SCRIPTS = [(0x20, 0x24F), (0x2B0, 0x36F), (0x370, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x20A0, 0x20BF),
           (0x2100, 0x214F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2500, 0x25FF), (0x2713, 0x2717)]
FACES = [
    ("Inter-Regular.otf", "Slipswitch Sans", "Regular"),
    ("Inter-Medium.otf", "Slipswitch Sans", "Medium"),
    ("Inter-SemiBold.otf", "Slipswitch Sans", "SemiBold"),
    ("InterDisplay-SemiBold.otf", "Slipswitch Display", "SemiBold"),
    ("JetBrainsMono-Regular.ttf", "Slipswitch Mono", "Regular"),
    ("JetBrainsMono-Medium.ttf", "Slipswitch Mono", "Medium"),
]


def even_figures(font):
    """Points the figures' code points at the glyphs of the feature "tnum"."""
    swaps = {}
    table = font["GSUB"].table
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for part in table.LookupList.Lookup[index].SubTable:
                    swaps.update(getattr(getattr(part, "ExtSubTable", part), "mapping", {}))
    for cmap in font["cmap"].tables:
        cmap.cmap = {code: swaps.get(glyph, glyph) for code, glyph in cmap.cmap.items()}


def rename(font, family, style):
    names = font["name"]
    texts = {1: f"{family} {style}" if style != "Regular" else family, 2: "Regular", 3: f"{family} {style}",
             4: f"{family} {style}", 6: f"{family} {style}".replace(" ", ""), 16: family, 17: style}
    names.names = [record for record in names.names if record.nameID in (0, 13, 14)]
    for name_id, text in texts.items():
        names.setName(text, name_id, 3, 1, 0x409)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames[0] = texts[6]
        cff[0].FamilyName, cff[0].FullName = family, texts[4]


def bake(source, target, family, style):
    font = TTFont(source)
    if "Mono" not in family:
        even_figures(font)
    options = subset.Options(layout_features=["kern", "mark", "mkmk", "ccmp", "locl"], name_IDs=["*"],
                             notdef_outline=True, recalc_timestamp=False)
    cut = subset.Subsetter(options)
    cut.populate(unicodes=[code for first, last in SCRIPTS for code in range(first, last + 1)])
    cut.subset(font)
    rename(font, family, style)
    font.save(target)


def find(folders, name):
    for folder in folders:
        for path in pathlib.Path(folder).rglob(name):
            return path
    sys.exit(f"{name} was not found")


def main(inter, mono, output):
    for name, family, style in FACES:
        target = pathlib.Path(output) / f"{family.split()[1]}-{style}{pathlib.Path(name).suffix}"
        bake(find([inter, mono], name), target, family, style)


if __name__ == "__main__":
    main(*sys.argv[1:])
