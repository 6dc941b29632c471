-- The run whose results are stored. A new run replaces everything of the one before in one transaction;
-- every append names its run here first, so that a run that was replaced writes nothing.
CREATE TABLE session_runs
(
    session_id text NOT NULL PRIMARY KEY,
    run_id text NOT NULL,
    began_at bigint NOT NULL,
    completed_at bigint
);

CREATE TABLE orders
(
    id text NOT NULL PRIMARY KEY,
    session_id text,
    account_id text NOT NULL,
    owner text NOT NULL,
    sequence bigint NOT NULL,
    instance_id text,
    strategy text,
    signal_id text,
    purpose text NOT NULL,
    symbol text NOT NULL,
    side text NOT NULL,
    type text NOT NULL,
    time_in_force text NOT NULL,
    quantity numeric NOT NULL,
    price numeric,
    stop_price numeric,
    reduce_only boolean NOT NULL,
    leverage bigint NOT NULL,
    status text NOT NULL,
    filled_quantity numeric NOT NULL,
    average_price numeric,
    fees numeric NOT NULL,
    reason text,
    reasons text NOT NULL,
    created_at bigint NOT NULL,
    deadline bigint,
    updated_at bigint NOT NULL,
    revision bigint NOT NULL
);
CREATE INDEX orders_session ON orders (session_id, created_at, sequence, id);
CREATE INDEX orders_account ON orders (account_id, created_at, sequence, id);
CREATE INDEX orders_owner ON orders (owner, created_at, sequence, id);
CREATE INDEX orders_time ON orders (created_at, sequence, id);

CREATE TABLE order_events
(
    order_id text NOT NULL,
    sequence bigint NOT NULL,
    session_id text,
    at bigint NOT NULL,
    status text NOT NULL,
    event text NOT NULL,
    detail text,
    PRIMARY KEY (order_id, sequence)
);
CREATE INDEX order_events_session ON order_events (session_id);

CREATE TABLE fills
(
    order_id text NOT NULL,
    trade_id text NOT NULL,
    session_id text,
    account_id text NOT NULL,
    owner text NOT NULL,
    sequence bigint NOT NULL,
    strategy text,
    symbol text NOT NULL,
    side text NOT NULL,
    price numeric NOT NULL,
    quantity numeric NOT NULL,
    fee numeric NOT NULL,
    liquidity text NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (order_id, trade_id)
);
CREATE INDEX fills_session ON fills (session_id, sequence, order_id, trade_id);

CREATE TABLE round_trips
(
    session_id text NOT NULL,
    sequence bigint NOT NULL,
    account_id text NOT NULL,
    strategy text NOT NULL,
    symbol text NOT NULL,
    side text NOT NULL,
    entry_at bigint NOT NULL,
    exit_at bigint NOT NULL,
    entry_price numeric NOT NULL,
    exit_price numeric NOT NULL,
    quantity numeric NOT NULL,
    gross_pnl numeric NOT NULL,
    fees numeric NOT NULL,
    funding numeric NOT NULL,
    net_pnl numeric NOT NULL,
    mae numeric NOT NULL,
    mfe numeric NOT NULL,
    duration_ms bigint NOT NULL,
    exit_reason text NOT NULL,
    PRIMARY KEY (session_id, sequence)
);

CREATE TABLE equity_points
(
    session_id text NOT NULL,
    sequence bigint NOT NULL,
    at bigint NOT NULL,
    equity numeric NOT NULL,
    balance numeric NOT NULL,
    drawdown_pct double precision NOT NULL,
    PRIMARY KEY (session_id, sequence)
);

CREATE TABLE instance_transitions
(
    session_id text NOT NULL,
    sequence bigint NOT NULL,
    at bigint NOT NULL,
    strategy text NOT NULL,
    version bigint NOT NULL,
    symbol text NOT NULL,
    signal_id text,
    from_state text NOT NULL,
    to_state text NOT NULL,
    section text NOT NULL,
    price numeric,
    leaves text NOT NULL,
    order_id text,
    reason text,
    PRIMARY KEY (session_id, sequence)
);

CREATE TABLE signals
(
    session_id text NOT NULL,
    sequence bigint NOT NULL,
    id text NOT NULL,
    strategy text NOT NULL,
    version bigint NOT NULL,
    symbol text NOT NULL,
    at bigint NOT NULL,
    price numeric NOT NULL,
    outcome text,
    reason text,
    order_id text,
    PRIMARY KEY (session_id, sequence)
);

-- Where each instance stands, with why and why not; at the end of a run, where it ended.
CREATE TABLE instances
(
    session_id text NOT NULL,
    ordinal bigint NOT NULL,
    strategy text NOT NULL,
    version bigint NOT NULL,
    symbol text NOT NULL,
    state text NOT NULL,
    since bigint,
    warmup_pct double precision NOT NULL,
    why text NOT NULL,
    why_not text NOT NULL,
    PRIMARY KEY (session_id, ordinal)
);

CREATE TABLE session_markets
(
    session_id text NOT NULL,
    symbol text NOT NULL,
    last_price numeric,
    mark_price numeric,
    bid numeric,
    ask numeric,
    at bigint,
    freshness text NOT NULL,
    PRIMARY KEY (session_id, symbol)
);

CREATE TABLE reports
(
    session_id text NOT NULL PRIMARY KEY,
    fingerprint text NOT NULL,
    final_equity numeric NOT NULL,
    document text NOT NULL,
    created_at bigint NOT NULL
);
