-- When a sweep has to wake a grain that nothing else wakes: orders, positions and accounts write it at the top of their state.
-- Text, as it stands there (UTC, ISO 8601 without trailing zeros), so that it sorts by time.
ALTER TABLE OrleansStorage ADD COLUMN WakeAt varchar(40) COLLATE "C";
CREATE INDEX OrleansStorage_WakeAt ON OrleansStorage (WakeAt) WHERE WakeAt IS NOT NULL;

UPDATE OrleansQuery SET QueryText = '
INSERT INTO OrleansStorage
    (ServiceId, GrainTypeHash, GrainTypeString, GrainIdHash, GrainIdN0, GrainIdN1, GrainIdExtensionString, PayloadBinary, ModifiedOn, Version, WakeAt)
SELECT @ServiceId, @GrainTypeHash, @GrainTypeString, @GrainIdHash, @GrainIdN0, @GrainIdN1, COALESCE(CAST(@GrainIdExtensionString AS varchar), ''''),
    @PayloadBinary, now(), 1,
    CASE WHEN CAST(@GrainTypeString AS varchar) IN (''order'', ''position'', ''account'')
        THEN CAST(convert_from(CAST(@PayloadBinary AS bytea), ''UTF8'') AS jsonb) #>> ''{state,wakeAt}'' END
WHERE CAST(@GrainStateVersion AS integer) IS NULL OR EXISTS (
    SELECT 1 FROM OrleansStorage
    WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
        AND GrainIdExtensionString = COALESCE(CAST(@GrainIdExtensionString AS varchar), ''''))
ON CONFLICT (GrainIdExtensionString, GrainTypeString, GrainIdN0, GrainIdN1, ServiceId) DO UPDATE SET
    PayloadBinary = excluded.PayloadBinary, ModifiedOn = excluded.ModifiedOn, Version = OrleansStorage.Version + 1, WakeAt = excluded.WakeAt
WHERE OrleansStorage.Version = CAST(@GrainStateVersion AS integer)
RETURNING Version AS NewGrainStateVersion'
WHERE QueryKey = 'WriteToStorageKey';

UPDATE OrleansQuery SET QueryText = replace(QueryText, 'PayloadBinary = NULL,', 'PayloadBinary = NULL, WakeAt = NULL,')
WHERE QueryKey = 'ClearStorageKey';
