using System.Text.Json;

namespace Trading.Storage.Json;

/// <summary>
/// The bytes of a grain's state: <c>{"schemaVersion":1,"state":{…}}</c>, readable in SQL, without a type name, so that
/// renaming a class or an assembly breaks nothing that was stored. A state with a <c>WakeAt</c> writes it first and always: the statement that
/// writes the row takes it from the first bytes, and has to parse the whole document where it is not there.
/// </summary>
public static class GrainStateJson
{
    /// <summary>Raised when a state can no longer be read by the rules of the version before.</summary>
    public const int SchemaVersion = 1;

    public static byte[] Serialize<T>(T? state) => JsonSerializer.SerializeToUtf8Bytes(new Envelope<T>(SchemaVersion, state), TradingJson.Options);

    /// <exception cref="JsonException">The bytes are no state, or of a newer schema version than this program knows.</exception>
    public static T? Deserialize<T>(ReadOnlySpan<byte> stored)
    {
        var envelope = JsonSerializer.Deserialize<Envelope<T>>(stored, TradingJson.Options)
            ?? throw new JsonException($"Stored state of {typeof(T).Name} is null.");
        return envelope.SchemaVersion is > 0 and <= SchemaVersion
            ? envelope.State
            : throw new JsonException($"Stored state of {typeof(T).Name} has schema version {envelope.SchemaVersion}; this program reads 1 to {SchemaVersion}.");
    }

    private sealed record Envelope<T>(int SchemaVersion, T? State);
}
