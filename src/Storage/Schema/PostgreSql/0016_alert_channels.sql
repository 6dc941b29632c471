-- Where a trader's alerts are sent. The secret is sealed: its key is not in the database.
CREATE TABLE alert_channels
(
    id text NOT NULL PRIMARY KEY,
    owner text NOT NULL,
    name text NOT NULL,
    url text NOT NULL,
    secret bytea NOT NULL,
    severity text NOT NULL,
    enabled boolean NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    UNIQUE (owner, name)
);

-- One row for each alert and channel, written in the transaction that stores the alert: an outbox.
CREATE TABLE alert_deliveries
(
    channel_id text NOT NULL,
    alert_id text NOT NULL,
    state text NOT NULL,
    attempts bigint NOT NULL,
    due_at bigint NOT NULL,
    status bigint,
    error text,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (channel_id, alert_id)
);
CREATE INDEX alert_deliveries_due ON alert_deliveries (due_at) WHERE state = 'pending';
CREATE INDEX alert_deliveries_time ON alert_deliveries (channel_id, created_at, alert_id);
