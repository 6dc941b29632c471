-- What live updates tell, in the order in which it became visible: written in the transaction that makes it visible, kept for minutes.
CREATE TABLE live_events
(
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    owner TEXT NOT NULL,
    session_id TEXT,
    payload TEXT NOT NULL,
    stored_at INTEGER NOT NULL DEFAULT (CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER))
) STRICT;
CREATE INDEX live_events_stored ON live_events (stored_at);
