-- The file of an import as it was uploaded, in pieces, until the import is over: any silo can read it, also after a crash.
CREATE TABLE import_files
(
    import_id text NOT NULL,
    ordinal integer NOT NULL,
    at bigint NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (import_id, ordinal)
);
