using Orleans.Storage;
using Trading.Storage.Json;

namespace Trading.Hosting.Storage;

/// <summary>Replaces the stock serializer of grain storage, which writes type names.</summary>
public sealed class JsonGrainStorageSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(GrainStateJson.Serialize(input));

    public T Deserialize<T>(BinaryData input) => GrainStateJson.Deserialize<T>(input.ToMemory().Span)!;
}
