-- Stretches that a recording of a feed lacks: its process died, or it could not keep up. They become part of its series when it ends.
CREATE TABLE recording_gaps
(
    import_id text NOT NULL REFERENCES dataset_imports (id) ON DELETE CASCADE,
    from_at bigint NOT NULL,
    to_at bigint NOT NULL,
    PRIMARY KEY (import_id, from_at)
);
