-- What happened, in the order in which it became visible. A stream is one grain; it counts its own entries.
CREATE TABLE journal
(
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    stream TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    kind TEXT NOT NULL,
    owner TEXT NOT NULL,
    session_id TEXT,
    at INTEGER NOT NULL,
    payload TEXT NOT NULL,
    UNIQUE (stream, sequence)
) STRICT;
