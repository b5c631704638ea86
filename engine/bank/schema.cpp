#include "engine/bank/schema.hpp"

#include <array>

namespace collimate {

std::span<const SchemaObject> bank_schema(int version) {
    static constexpr std::size_t authored_objects = 9;
    static constexpr std::size_t calibrated_objects = 11;
    static constexpr std::array<SchemaObject, 12> objects = {{
        {"table", "bank", R"(CREATE TABLE bank (
  one INTEGER PRIMARY KEY CHECK (one = 1), -- there is one row
  hash TEXT NOT NULL,                      -- SHA-256 over outline, areas, points and digests, hex; see ContentHash
  items INTEGER NOT NULL,                  -- rows of head and of body
  outline TEXT NOT NULL                    -- JSON: the outline without its areas
) STRICT)"},
        {"table", "area", R"(CREATE TABLE area (
  ordinal INTEGER PRIMARY KEY, -- 0-based, in outline order, children after their parent
  code TEXT NOT NULL,          -- as published, e.g. IP.1.B; unique
  title TEXT NOT NULL,
  parent INTEGER NOT NULL,     -- ordinal of the parent; -1 for a category
  items INTEGER,               -- scored items of a form; NULL where not published
  percent REAL,                -- percent of the exam; NULL where not published
  share REAL,                  -- our working weight among siblings; NULL for 1
  basis TEXT NOT NULL,         -- official, secondary, inferred
  note TEXT NOT NULL,
  was TEXT NOT NULL,           -- JSON list: codes of earlier outlines that fold into this one
  first INTEGER NOT NULL,      -- ordinal of the area's first item
  past INTEGER NOT NULL        -- ordinal after its last; equal to first where it has none
) STRICT)"},
        {"table", "point", R"(CREATE TABLE point (
  ordinal INTEGER PRIMARY KEY, -- 0-based, in order of id
  id TEXT NOT NULL,            -- unique
  area TEXT NOT NULL,          -- area code
  text TEXT NOT NULL           -- one statement, markup
) STRICT)"},
        {"table", "head", R"(CREATE TABLE head (
  ordinal INTEGER PRIMARY KEY, -- 0-based without gaps, in order of (area, id)
  id TEXT NOT NULL,            -- unique, never reused
  revision INTEGER NOT NULL,   -- from 1; raised when earlier answers no longer mean the same
  area INTEGER NOT NULL,       -- area.ordinal of a leaf
  type INTEGER NOT NULL,       -- 0 single, 1 multiple, 2 order, 3 hotspot, 4 numeric
  level INTEGER NOT NULL,      -- 0 recall, 1 application, 2 analysis
  flags INTEGER NOT NULL,      -- 1 parametric, 2 retired
  shown INTEGER NOT NULL,      -- options on the screen
  chance REAL NOT NULL,        -- guess floor, 0 to 1
  difficulty REAL NOT NULL,    -- authored, logits
  family TEXT NOT NULL,        -- versions of one another; empty for none
  enemies TEXT NOT NULL,       -- item ids, blank between
  points TEXT NOT NULL,        -- point ids, blank between
  digest BLOB NOT NULL         -- SHA-256 of body.item
) STRICT)"},
        {"index", "head_by_id", "CREATE UNIQUE INDEX head_by_id ON head (id)"},
        {"table", "body", R"(CREATE TABLE body (
  ordinal INTEGER PRIMARY KEY, -- head.ordinal
  item TEXT NOT NULL           -- JSON: the whole item, canonical
) STRICT)"},
        {"table", "picture", R"(CREATE TABLE picture (
  ordinal INTEGER PRIMARY KEY, -- 0-based, in order of key
  key TEXT NOT NULL,           -- SHA-256, hex, of what the picture is made from: see picture_key; two items may share it
  drawn_by TEXT NOT NULL,      -- SHA-256, hex, of the generators' sources; empty for an image file
  hash TEXT NOT NULL,          -- SHA-256, hex, of meta and samples
  meta TEXT NOT NULL,          -- JSON: size, frames, windows, parts, drawing; see picture.cpp
  samples BLOB NOT NULL        -- gray values or colors, forecast and deflated; empty for a drawing; see samples.cpp
) STRICT)"},
        {"index", "picture_by_key", "CREATE UNIQUE INDEX picture_by_key ON picture (key)"},
        {"table", "word", R"(CREATE TABLE word (
  word TEXT PRIMARY KEY,  -- folded to lower case
  places BLOB NOT NULL    -- pairs of varints: ordinal less the one before, weight; ordinals rise
) STRICT, WITHOUT ROWID)"},
        {"table", "calibration", R"(CREATE TABLE calibration (
  one INTEGER PRIMARY KEY CHECK (one = 1), -- there is one row
  model TEXT NOT NULL,                     -- rasch
  candidates INTEGER NOT NULL,             -- whose answers the difficulties rest on
  answers INTEGER NOT NULL,                -- first ones
  newest INTEGER NOT NULL                  -- day of the last of them, since 1970-01-01
) STRICT)"},
        {"table", "calibrated", R"(CREATE TABLE calibrated (
  ordinal INTEGER PRIMARY KEY, -- head.ordinal
  n INTEGER NOT NULL,          -- first answers to the item
  difficulty REAL NOT NULL,    -- logits, on the scale of head.difficulty, which is kept
  se REAL NOT NULL             -- its standard error, logits
) STRICT)"},
        {"table", "memory", R"(CREATE TABLE memory (
  one INTEGER PRIMARY KEY CHECK (one = 1), -- there is one row
  candidates INTEGER NOT NULL,             -- of the class whose answers it is fitted to
  reviews INTEGER NOT NULL,                -- their answers to questions met on an earlier day
  parameters TEXT NOT NULL                 -- JSON list: w0 to w20 of FSRS-6
) STRICT)"},
    }};
    const std::size_t count = version < calibrated_schema_version ? authored_objects
                              : version < bank_schema_version     ? calibrated_objects
                                                                  : objects.size();
    return std::span(objects).first(count);
}

}  // namespace collimate
