CREATE TABLE strategies
(
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (owner, name)
) STRICT;
CREATE INDEX strategies_time ON strategies (created_at, owner, name);

-- Never changed and never deleted: sessions pin them.
CREATE TABLE strategy_versions
(
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    document TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (owner, name, version)
) STRICT;

-- A higher revision is the newer truth.
CREATE TABLE sessions
(
    id TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    mode TEXT NOT NULL,
    status TEXT NOT NULL,
    account_id TEXT NOT NULL,
    dataset_id TEXT,
    seed INTEGER NOT NULL,
    settings TEXT NOT NULL,
    failure_code TEXT,
    failure_detail TEXT,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at INTEGER,
    updated_at INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_time ON sessions (created_at, id);
CREATE INDEX sessions_owner ON sessions (owner, created_at, id);
CREATE INDEX sessions_dataset ON sessions (dataset_id);

CREATE TABLE session_progress
(
    session_id TEXT NOT NULL PRIMARY KEY,
    percent REAL NOT NULL,
    events INTEGER NOT NULL,
    events_per_second REAL NOT NULL,
    event_time INTEGER,
    remaining_seconds REAL
) STRICT;

CREATE TABLE session_transitions
(
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    actor TEXT NOT NULL,
    trigger_name TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (session_id, sequence)
) STRICT;

CREATE TABLE accounts
(
    id TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    session_id TEXT,
    venue TEXT NOT NULL,
    currency TEXT NOT NULL,
    initial_balance TEXT NOT NULL,
    balance TEXT NOT NULL,
    equity TEXT NOT NULL,
    available TEXT NOT NULL,
    reserved TEXT NOT NULL,
    position_margin TEXT NOT NULL,
    kill_switch INTEGER NOT NULL,
    kill_switch_reason TEXT,
    limits TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT;
CREATE INDEX accounts_time ON accounts (created_at, id);
CREATE INDEX accounts_session ON accounts (session_id);

CREATE TABLE ledger_entries
(
    account_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    session_id TEXT,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    amount TEXT NOT NULL,
    balance TEXT NOT NULL,
    cause TEXT NOT NULL,
    symbol TEXT,
    order_id TEXT,
    trade_id TEXT,
    rate TEXT,
    mark TEXT,
    PRIMARY KEY (account_id, sequence)
) STRICT;
CREATE INDEX ledger_entries_session ON ledger_entries (session_id);

CREATE TABLE positions
(
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    session_id TEXT,
    owner TEXT NOT NULL,
    symbol TEXT NOT NULL,
    quantity TEXT NOT NULL,
    entry_price TEXT NOT NULL,
    mark_price TEXT NOT NULL,
    unrealized_pnl TEXT NOT NULL,
    realized_pnl TEXT NOT NULL,
    fees TEXT NOT NULL,
    funding TEXT NOT NULL,
    leverage INTEGER NOT NULL,
    margin TEXT NOT NULL,
    margin_ratio_pct REAL,
    liquidation_price TEXT,
    stop_price TEXT,
    take_profit_price TEXT,
    opened_at INTEGER,
    updated_at INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT;
CREATE INDEX positions_account ON positions (account_id, id);
CREATE INDEX positions_session ON positions (session_id, id);
CREATE INDEX positions_time ON positions (updated_at, id);
