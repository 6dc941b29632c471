-- What happened, in the order in which it became visible. A stream is one grain; it counts its own entries.
CREATE TABLE journal
(
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stream text NOT NULL,
    sequence bigint NOT NULL,
    kind text NOT NULL,
    owner text NOT NULL,
    session_id text,
    at bigint NOT NULL,
    payload text NOT NULL,
    UNIQUE (stream, sequence)
);
