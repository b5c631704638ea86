-- A record of format 1 as the first version of Collimate wrote it.
PRAGMA application_id=1131180643;
PRAGMA user_version=1;
BEGIN TRANSACTION;
CREATE TABLE candidate (
  id TEXT NOT NULL,                    -- 32 hex digits at random; says nothing about the person
  created_ms INTEGER NOT NULL,         -- milliseconds since 1970 UTC
  forgotten_through INTEGER NOT NULL   -- highest event number ever removed at the candidate's wish; numbers are not used again
) STRICT;
INSERT INTO "candidate" VALUES('7ee8f7d83ebbaaf17aedb7e6e5e2fa04',1793523600000,0);
CREATE TABLE device (
  number INTEGER PRIMARY KEY,          -- 1: the device that made this file
  id TEXT NOT NULL                     -- 32 hex digits at random
) STRICT;
INSERT INTO "device" VALUES(1,'431e3a5a931ac6396f4cde7386488c0e');
CREATE TABLE event (
  seq INTEGER PRIMARY KEY,             -- order of the log, growing without gaps; the clock orders nothing
  device INTEGER NOT NULL,             -- device.number; with the next column the event's identity across copies
  number INTEGER NOT NULL,             -- 1, 2, 3 ... on that device
  at_ms INTEGER NOT NULL,              -- milliseconds since 1970 UTC: a label
  day INTEGER NOT NULL,                -- days since 1970 where the candidate was
  exam TEXT NOT NULL,                  -- exam code
  kind TEXT NOT NULL,                  -- answered, sitting_started, sitting_ended, goal_set, flagged, noted, reported, clock_set_back
  sitting INTEGER,                     -- seq of its sitting_started; 0: outside a sitting
  item TEXT,                           -- item id
  revision INTEGER,                    -- of the item
  draw INTEGER,                        -- seed of the draw shown, 64 bits
  area TEXT,                           -- leaf of the outline at the time
  difficulty REAL,                     -- authored, logits
  chance REAL,                         -- guess floor, 0 to 1
  fresh INTEGER,                       -- 1: first exposure or new draw, evidence about ability
  letters TEXT,                        -- options chosen, by the author's letters
  entered REAL,                        -- number entered, in the item's unit
  correct INTEGER,                     -- 1 right, 0 wrong
  confidence INTEGER,                  -- 0 none given, 1 guess, 2 unsure, 3 sure
  elapsed_ms INTEGER,                  -- time on the question, milliseconds
  body TEXT,                           -- JSON of the other kinds
  checksum INTEGER NOT NULL            -- SipHash-2-4 of all columns before
) STRICT;
INSERT INTO "event" VALUES(1,1,1,1793523600000,20758,'arrt-ct','sitting_started',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{"bank":"d8d9e974add7f93c8731d07ef769447430589fd86d3d70b9e52267e5e4d04560","items":["ct-pc-0008","ct-pc-0003","ct-s-0003"],"kind":"practice","seed":5100927729936863512,"settings":"{\"areas\":[],\"difficulty\":\"any\",\"feedback\":\"each\",\"length\":3,\"minutes\":null,\"policy\":null,\"state\":\"all\"}"}',-1517683989503448043);
INSERT INTO "event" VALUES(2,1,2,1793523600000,20758,'arrt-ct','answered',1,'ct-pc-0008',1,1211193620302745247,'PC.1.B',-6.33723760089144549922e-01,0.25,1,'b',NULL,1,0,0,NULL,-8970020452982418966);
INSERT INTO "event" VALUES(3,1,3,1793523600000,20758,'arrt-ct','answered',1,'ct-pc-0003',1,-483544758974459769,'PC.1.A',-5.17943091534854405111e-01,0.25,1,'c',NULL,0,0,0,NULL,-5844139445468162226);
INSERT INTO "event" VALUES(4,1,4,1793523600000,20758,'arrt-ct','noted',NULL,'ct-pc-0003',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{"text":"hello"}',-5441822938363173975);
INSERT INTO "event" VALUES(5,1,5,1793523600000,20758,'arrt-ct','answered',1,'ct-s-0003',1,2490031873831975425,'S.1.A',4.61345566502620763049e-01,0.25,1,'a',NULL,0,0,0,NULL,-8560966093256080538);
CREATE TABLE snapshot (
  exam TEXT PRIMARY KEY,               -- exam code
  version INTEGER NOT NULL,            -- of the form; another one: thrown away and derived anew
  through INTEGER NOT NULL,            -- seq up to which the log is contained
  checksum INTEGER NOT NULL,           -- of the state
  state TEXT NOT NULL                  -- JSON; derived from the log, never the only copy of anything
) STRICT, WITHOUT ROWID;
COMMIT;
