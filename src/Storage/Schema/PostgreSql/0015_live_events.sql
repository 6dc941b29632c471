-- What live updates tell, in the order in which it became visible: written in the transaction that makes it visible, kept for minutes.
CREATE TABLE live_events
(
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    owner text NOT NULL,
    session_id text,
    payload text NOT NULL,
    stored_at bigint NOT NULL DEFAULT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)
);
CREATE INDEX live_events_stored ON live_events (stored_at);
