-- The run whose results are stored. A new run replaces everything of the one before in one transaction;
-- every append names its run here first, so that a run that was replaced writes nothing.
CREATE TABLE session_runs
(
    session_id TEXT NOT NULL PRIMARY KEY,
    run_id TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    completed_at INTEGER
) STRICT;

CREATE TABLE orders
(
    id TEXT NOT NULL PRIMARY KEY,
    session_id TEXT,
    account_id TEXT NOT NULL,
    owner TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    instance_id TEXT,
    strategy TEXT,
    signal_id TEXT,
    purpose TEXT NOT NULL,
    symbol TEXT NOT NULL,
    side TEXT NOT NULL,
    type TEXT NOT NULL,
    time_in_force TEXT NOT NULL,
    quantity TEXT NOT NULL,
    price TEXT,
    stop_price TEXT,
    reduce_only INTEGER NOT NULL,
    leverage INTEGER NOT NULL,
    status TEXT NOT NULL,
    filled_quantity TEXT NOT NULL,
    average_price TEXT,
    fees TEXT NOT NULL,
    reason TEXT,
    reasons TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    deadline INTEGER,
    updated_at INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT;
CREATE INDEX orders_session ON orders (session_id, created_at, sequence, id);
CREATE INDEX orders_account ON orders (account_id, created_at, sequence, id);
CREATE INDEX orders_owner ON orders (owner, created_at, sequence, id);
CREATE INDEX orders_time ON orders (created_at, sequence, id);

CREATE TABLE order_events
(
    order_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    session_id TEXT,
    at INTEGER NOT NULL,
    status TEXT NOT NULL,
    event TEXT NOT NULL,
    detail TEXT,
    PRIMARY KEY (order_id, sequence)
) STRICT;
CREATE INDEX order_events_session ON order_events (session_id);

CREATE TABLE fills
(
    order_id TEXT NOT NULL,
    trade_id TEXT NOT NULL,
    session_id TEXT,
    account_id TEXT NOT NULL,
    owner TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    strategy TEXT,
    symbol TEXT NOT NULL,
    side TEXT NOT NULL,
    price TEXT NOT NULL,
    quantity TEXT NOT NULL,
    fee TEXT NOT NULL,
    liquidity TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (order_id, trade_id)
) STRICT;
CREATE INDEX fills_session ON fills (session_id, sequence, order_id, trade_id);

CREATE TABLE round_trips
(
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    strategy TEXT NOT NULL,
    symbol TEXT NOT NULL,
    side TEXT NOT NULL,
    entry_at INTEGER NOT NULL,
    exit_at INTEGER NOT NULL,
    entry_price TEXT NOT NULL,
    exit_price TEXT NOT NULL,
    quantity TEXT NOT NULL,
    gross_pnl TEXT NOT NULL,
    fees TEXT NOT NULL,
    funding TEXT NOT NULL,
    net_pnl TEXT NOT NULL,
    mae TEXT NOT NULL,
    mfe TEXT NOT NULL,
    duration_ms INTEGER NOT NULL,
    exit_reason TEXT NOT NULL,
    PRIMARY KEY (session_id, sequence)
) STRICT;

CREATE TABLE equity_points
(
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    equity TEXT NOT NULL,
    balance TEXT NOT NULL,
    drawdown_pct REAL NOT NULL,
    PRIMARY KEY (session_id, sequence)
) STRICT;

CREATE TABLE instance_transitions
(
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    strategy TEXT NOT NULL,
    version INTEGER NOT NULL,
    symbol TEXT NOT NULL,
    signal_id TEXT,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    section TEXT NOT NULL,
    price TEXT,
    leaves TEXT NOT NULL,
    order_id TEXT,
    reason TEXT,
    PRIMARY KEY (session_id, sequence)
) STRICT;

CREATE TABLE signals
(
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    id TEXT NOT NULL,
    strategy TEXT NOT NULL,
    version INTEGER NOT NULL,
    symbol TEXT NOT NULL,
    at INTEGER NOT NULL,
    price TEXT NOT NULL,
    outcome TEXT,
    reason TEXT,
    order_id TEXT,
    PRIMARY KEY (session_id, sequence)
) STRICT;

-- Where each instance stands, with why and why not; at the end of a run, where it ended.
CREATE TABLE instances
(
    session_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    strategy TEXT NOT NULL,
    version INTEGER NOT NULL,
    symbol TEXT NOT NULL,
    state TEXT NOT NULL,
    since INTEGER,
    warmup_pct REAL NOT NULL,
    why TEXT NOT NULL,
    why_not TEXT NOT NULL,
    PRIMARY KEY (session_id, ordinal)
) STRICT;

CREATE TABLE session_markets
(
    session_id TEXT NOT NULL,
    symbol TEXT NOT NULL,
    last_price TEXT,
    mark_price TEXT,
    bid TEXT,
    ask TEXT,
    at INTEGER,
    freshness TEXT NOT NULL,
    PRIMARY KEY (session_id, symbol)
) STRICT;

CREATE TABLE reports
(
    session_id TEXT NOT NULL PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    final_equity TEXT NOT NULL,
    document TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
