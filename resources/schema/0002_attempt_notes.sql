-- What a translation between dialects could not carry, in words; empty: nothing was lost.
ALTER TABLE attempt ADD COLUMN notes TEXT NOT NULL DEFAULT '';
