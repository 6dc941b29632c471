-- States that are woken begin with their time. Where they do, only the beginning is parsed, up to the comma behind it: a time has none.
-- Elsewhere, as in what an older version wrote, the whole document is. The statement is short because every write prepares it anew.
UPDATE OrleansQuery SET QueryText = '
INSERT INTO OrleansStorage
    (ServiceId, GrainTypeHash, GrainTypeString, GrainIdHash, GrainIdN0, GrainIdN1, GrainIdExtensionString, PayloadBinary, ModifiedOn, Version, WakeAt)
SELECT @ServiceId, @GrainTypeHash, @GrainTypeString, @GrainIdHash, @GrainIdN0, @GrainIdN1, IFNULL(@GrainIdExtensionString, ''''), @PayloadBinary,
    strftime(''%Y-%m-%dT%H:%M:%fZ'', ''now''), 1,
    CASE WHEN @GrainTypeString IN (''order'', ''position'', ''account'', ''session'', ''venue'') THEN json_extract(
        CASE WHEN CAST(substr(@PayloadBinary, 1, 128) AS TEXT) GLOB ''{"schemaVersion":1,"state":{"wakeAt":[n"]*,*''
            THEN CAST(substr(@PayloadBinary, 1, 36 + instr(substr(@PayloadBinary, 38, 91), x''2C'')) AS TEXT) || ''}}''
            ELSE CAST(@PayloadBinary AS TEXT) END,
        ''$.state.wakeAt'') END
WHERE @GrainStateVersion IS NULL OR EXISTS (
    SELECT 1 FROM OrleansStorage
    WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
        AND GrainIdExtensionString = IFNULL(@GrainIdExtensionString, ''''))
ON CONFLICT (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString) DO UPDATE SET
    PayloadBinary = excluded.PayloadBinary, ModifiedOn = excluded.ModifiedOn, Version = OrleansStorage.Version + 1, WakeAt = excluded.WakeAt
WHERE OrleansStorage.Version = @GrainStateVersion
RETURNING Version AS NewGrainStateVersion'
WHERE QueryKey = 'WriteToStorageKey';
