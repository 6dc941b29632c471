CREATE TABLE strategies
(
    owner text NOT NULL,
    name text NOT NULL,
    version bigint NOT NULL,
    archived boolean NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (owner, name)
);
CREATE INDEX strategies_time ON strategies (created_at, owner, name);

-- Never changed and never deleted: sessions pin them.
CREATE TABLE strategy_versions
(
    owner text NOT NULL,
    name text NOT NULL,
    version bigint NOT NULL,
    document text NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (owner, name, version)
);

-- A higher revision is the newer truth.
CREATE TABLE sessions
(
    id text NOT NULL PRIMARY KEY,
    owner text NOT NULL,
    name text NOT NULL,
    mode text NOT NULL,
    status text NOT NULL,
    account_id text NOT NULL,
    dataset_id text,
    seed bigint NOT NULL,
    settings text NOT NULL,
    failure_code text,
    failure_detail text,
    created_at bigint NOT NULL,
    started_at bigint,
    ended_at bigint,
    updated_at bigint NOT NULL,
    archived boolean NOT NULL,
    revision bigint NOT NULL
);
CREATE INDEX sessions_time ON sessions (created_at, id);
CREATE INDEX sessions_owner ON sessions (owner, created_at, id);
CREATE INDEX sessions_dataset ON sessions (dataset_id);

CREATE TABLE session_progress
(
    session_id text NOT NULL PRIMARY KEY,
    percent double precision NOT NULL,
    events bigint NOT NULL,
    events_per_second double precision NOT NULL,
    event_time bigint,
    remaining_seconds double precision
);

CREATE TABLE session_transitions
(
    session_id text NOT NULL,
    sequence bigint NOT NULL,
    at bigint NOT NULL,
    from_state text NOT NULL,
    to_state text NOT NULL,
    actor text NOT NULL,
    trigger_name text NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (session_id, sequence)
);

CREATE TABLE accounts
(
    id text NOT NULL PRIMARY KEY,
    owner text NOT NULL,
    name text NOT NULL,
    session_id text,
    venue text NOT NULL,
    currency text NOT NULL,
    initial_balance numeric NOT NULL,
    balance numeric NOT NULL,
    equity numeric NOT NULL,
    available numeric NOT NULL,
    reserved numeric NOT NULL,
    position_margin numeric NOT NULL,
    kill_switch boolean NOT NULL,
    kill_switch_reason text,
    limits text NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    revision bigint NOT NULL
);
CREATE INDEX accounts_time ON accounts (created_at, id);
CREATE INDEX accounts_session ON accounts (session_id);

CREATE TABLE ledger_entries
(
    account_id text NOT NULL,
    sequence bigint NOT NULL,
    session_id text,
    at bigint NOT NULL,
    kind text NOT NULL,
    amount numeric NOT NULL,
    balance numeric NOT NULL,
    cause text NOT NULL,
    symbol text,
    order_id text,
    trade_id text,
    rate numeric,
    mark numeric,
    PRIMARY KEY (account_id, sequence)
);
CREATE INDEX ledger_entries_session ON ledger_entries (session_id);

CREATE TABLE positions
(
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL,
    session_id text,
    owner text NOT NULL,
    symbol text NOT NULL,
    quantity numeric NOT NULL,
    entry_price numeric NOT NULL,
    mark_price numeric NOT NULL,
    unrealized_pnl numeric NOT NULL,
    realized_pnl numeric NOT NULL,
    fees numeric NOT NULL,
    funding numeric NOT NULL,
    leverage bigint NOT NULL,
    margin numeric NOT NULL,
    margin_ratio_pct double precision,
    liquidation_price numeric,
    stop_price numeric,
    take_profit_price numeric,
    opened_at bigint,
    updated_at bigint NOT NULL,
    revision bigint NOT NULL
);
CREATE INDEX positions_account ON positions (account_id, id);
CREATE INDEX positions_session ON positions (session_id, id);
CREATE INDEX positions_time ON positions (updated_at, id);
