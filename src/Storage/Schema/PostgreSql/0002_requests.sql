-- Append-only: each entry carries the hash of the one before.
CREATE TABLE audit
(
    position bigint NOT NULL PRIMARY KEY,
    at bigint NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    address text NOT NULL,
    before text,
    after text,
    previous_hash text NOT NULL,
    hash text NOT NULL
);

-- What was answered to a request that carried a key; the answer's members are null while it is worked on.
CREATE TABLE idempotency_keys
(
    scope text NOT NULL,
    key text NOT NULL,
    body_hash text NOT NULL,
    status bigint,
    content_type text,
    location text,
    body bytea,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);

CREATE TABLE alerts
(
    id text NOT NULL PRIMARY KEY,
    owner text NOT NULL,
    session_id text,
    severity text NOT NULL,
    code text NOT NULL,
    message text NOT NULL,
    at bigint NOT NULL,
    acknowledged_at bigint,
    acknowledged_by text
);
CREATE INDEX alerts_owner ON alerts (owner, at, id);
CREATE INDEX alerts_time ON alerts (at, id);
