-- The file of an import as it was uploaded, in pieces, until the import is over: the run can start anew after a crash.
CREATE TABLE import_files
(
    import_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    at INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (import_id, ordinal)
) STRICT;
