CREATE TABLE datasets
(
    id TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    shared INTEGER NOT NULL,
    state TEXT NOT NULL,
    scenario TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    sealed_at INTEGER,
    UNIQUE (owner, name)
) STRICT;
CREATE INDEX datasets_time ON datasets (created_at, id);

CREATE TABLE dataset_symbols
(
    dataset_id TEXT NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    symbol TEXT NOT NULL,
    venue TEXT NOT NULL,
    instrument TEXT NOT NULL,
    PRIMARY KEY (dataset_id, symbol)
) STRICT;

CREATE TABLE dataset_imports
(
    id TEXT NOT NULL PRIMARY KEY,
    dataset_id TEXT NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    run_id TEXT NOT NULL,
    symbol TEXT NOT NULL,
    kind TEXT NOT NULL,
    interval_ms INTEGER,
    state TEXT NOT NULL,
    source TEXT NOT NULL,
    progress_pct REAL NOT NULL,
    row_count INTEGER NOT NULL,
    bad_row_count INTEGER NOT NULL,
    failure_code TEXT,
    failure_detail TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX dataset_imports_dataset ON dataset_imports (dataset_id, created_at, id);

CREATE TABLE import_errors
(
    import_id TEXT NOT NULL REFERENCES dataset_imports (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    line INTEGER NOT NULL,
    code TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (import_id, ordinal)
) STRICT;

CREATE TABLE dataset_series
(
    dataset_id TEXT NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    symbol TEXT NOT NULL,
    kind TEXT NOT NULL,
    import_id TEXT NOT NULL REFERENCES dataset_imports (id) ON DELETE CASCADE,
    interval_ms INTEGER,
    price_scale INTEGER NOT NULL,
    quantity_scale INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    gap_count INTEGER NOT NULL,
    quality TEXT NOT NULL,
    PRIMARY KEY (dataset_id, symbol, kind, import_id)
) STRICT;

-- Market data: one Parquet file of at most 128 k rows each. Read only through the series of a finished import.
CREATE TABLE segments
(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    dataset_id TEXT NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    import_id TEXT NOT NULL REFERENCES dataset_imports (id) ON DELETE CASCADE,
    symbol TEXT NOT NULL,
    kind TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    byte_count INTEGER NOT NULL,
    data BLOB NOT NULL,
    UNIQUE (import_id, symbol, kind, ordinal)
) STRICT;
CREATE INDEX segments_series ON segments (dataset_id, symbol, kind, from_at);
