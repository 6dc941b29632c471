-- The users as administrators list them; a higher revision is the newer truth.
CREATE TABLE users
(
    name text NOT NULL PRIMARY KEY,
    password_hash text NOT NULL,
    role text NOT NULL,
    live boolean NOT NULL,
    disabled boolean NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    revision bigint NOT NULL
);

-- One sign-in and its refresh tokens, of which only the newest is good; only hashes are kept.
CREATE TABLE refresh_families
(
    id text NOT NULL PRIMARY KEY,
    user_name text NOT NULL,
    token_hash text NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    revoked_at bigint
);
CREATE INDEX refresh_families_user ON refresh_families (user_name);

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
