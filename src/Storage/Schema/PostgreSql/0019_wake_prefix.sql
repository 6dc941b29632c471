-- States that are woken begin with their time. It is taken from the first bytes; only where it does not stand there, as in what an older
-- version wrote, the whole document is parsed, which took longer than all the rest of the write of a large state. The bytes are escaped,
-- so that the cut may go through a character; a quote stays one.
UPDATE OrleansQuery SET QueryText = '
INSERT INTO OrleansStorage
    (ServiceId, GrainTypeHash, GrainTypeString, GrainIdHash, GrainIdN0, GrainIdN1, GrainIdExtensionString, PayloadBinary, ModifiedOn, Version, WakeAt)
SELECT @ServiceId, @GrainTypeHash, @GrainTypeString, @GrainIdHash, @GrainIdN0, @GrainIdN1, COALESCE(CAST(@GrainIdExtensionString AS varchar), ''''),
    @PayloadBinary, now(), 1,
    CASE WHEN CAST(@GrainTypeString AS varchar) IN (''order'', ''position'', ''account'', ''session'', ''venue'') THEN
        CASE
        WHEN left(Head, 42) IN (''{"schemaVersion":1,"state":{"wakeAt":null,'', ''{"schemaVersion":1,"state":{"wakeAt":null}'') THEN NULL
        WHEN left(Head, 38) = ''{"schemaVersion":1,"state":{"wakeAt":"'' AND translate(split_part(Head, ''"'', 8), ''0123456789-:.TZ+'', '''') = ''''
            THEN split_part(Head, ''"'', 8)
        ELSE CAST(convert_from(CAST(@PayloadBinary AS bytea), ''UTF8'') AS jsonb) #>> ''{state,wakeAt}''
        END
    END
FROM (SELECT encode(substring(CAST(@PayloadBinary AS bytea) FROM 1 FOR 128), ''escape'') AS Head) AS Payload
WHERE CAST(@GrainStateVersion AS integer) IS NULL OR EXISTS (
    SELECT 1 FROM OrleansStorage
    WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
        AND GrainIdExtensionString = COALESCE(CAST(@GrainIdExtensionString AS varchar), ''''))
ON CONFLICT (GrainIdExtensionString, GrainTypeString, GrainIdN0, GrainIdN1, ServiceId) DO UPDATE SET
    PayloadBinary = excluded.PayloadBinary, ModifiedOn = excluded.ModifiedOn, Version = OrleansStorage.Version + 1, WakeAt = excluded.WakeAt
WHERE OrleansStorage.Version = CAST(@GrainStateVersion AS integer)
RETURNING Version AS NewGrainStateVersion'
WHERE QueryKey = 'WriteToStorageKey';

-- A server before version 14, or built without it, knows no lz4 and keeps its own compression.
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)) THEN
        EXECUTE 'ALTER TABLE OrleansStorage ALTER COLUMN PayloadBinary SET COMPRESSION lz4';
    END IF;
END
$$;
