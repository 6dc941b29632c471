using System.Text.Json.Serialization;

namespace Trading.Storage.Tests.Orleans;

/// <summary>Begins with its time, as the states do that are woken.</summary>
[GenerateSerializer, Immutable, Alias("test-sleeper")]
public sealed record Sleeper([property: Id(0), JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? WakeAt)
{
    public Sleeper()
        : this((DateTimeOffset?)null)
    {
    }
}
