CREATE TABLE datasets
(
    id text NOT NULL PRIMARY KEY,
    owner text NOT NULL,
    name text NOT NULL,
    shared boolean NOT NULL,
    state text NOT NULL,
    scenario text,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    sealed_at bigint,
    UNIQUE (owner, name)
);
CREATE INDEX datasets_time ON datasets (created_at, id);

CREATE TABLE dataset_symbols
(
    dataset_id text NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    symbol text NOT NULL,
    venue text NOT NULL,
    instrument text NOT NULL,
    PRIMARY KEY (dataset_id, symbol)
);

CREATE TABLE dataset_imports
(
    id text NOT NULL PRIMARY KEY,
    dataset_id text NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    run_id text NOT NULL,
    symbol text NOT NULL,
    kind text NOT NULL,
    interval_ms bigint,
    state text NOT NULL,
    source text NOT NULL,
    progress_pct double precision NOT NULL,
    row_count bigint NOT NULL,
    bad_row_count bigint NOT NULL,
    failure_code text,
    failure_detail text,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE INDEX dataset_imports_dataset ON dataset_imports (dataset_id, created_at, id);

CREATE TABLE import_errors
(
    import_id text NOT NULL REFERENCES dataset_imports (id) ON DELETE CASCADE,
    ordinal bigint NOT NULL,
    line bigint NOT NULL,
    code text NOT NULL,
    detail text NOT NULL,
    PRIMARY KEY (import_id, ordinal)
);

CREATE TABLE dataset_series
(
    dataset_id text NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    symbol text NOT NULL,
    kind text NOT NULL,
    import_id text NOT NULL REFERENCES dataset_imports (id) ON DELETE CASCADE,
    interval_ms bigint,
    price_scale bigint NOT NULL,
    quantity_scale bigint NOT NULL,
    from_at bigint NOT NULL,
    to_at bigint NOT NULL,
    row_count bigint NOT NULL,
    gap_count bigint NOT NULL,
    quality text NOT NULL,
    PRIMARY KEY (dataset_id, symbol, kind, import_id)
);

-- Market data: one Parquet file of at most 128 k rows each. Read only through the series of a finished import.
CREATE TABLE segments
(
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dataset_id text NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    import_id text NOT NULL REFERENCES dataset_imports (id) ON DELETE CASCADE,
    symbol text NOT NULL,
    kind text NOT NULL,
    ordinal bigint NOT NULL,
    from_at bigint NOT NULL,
    to_at bigint NOT NULL,
    row_count bigint NOT NULL,
    byte_count bigint NOT NULL,
    data bytea NOT NULL,
    UNIQUE (import_id, symbol, kind, ordinal)
);
CREATE INDEX segments_series ON segments (dataset_id, symbol, kind, from_at);
