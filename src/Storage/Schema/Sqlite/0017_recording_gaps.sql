-- Stretches that a recording of a feed lacks: its process died, or it could not keep up. They become part of its series when it ends.
CREATE TABLE recording_gaps
(
    import_id TEXT NOT NULL REFERENCES dataset_imports (id) ON DELETE CASCADE,
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    PRIMARY KEY (import_id, from_at)
) STRICT;
