namespace Trading.Storage.Tests.Orleans;

[GenerateSerializer, Immutable, Alias("test-sleeper")]
public sealed record Sleeper([property: Id(0)] DateTimeOffset? WakeAt)
{
    public Sleeper()
        : this((DateTimeOffset?)null)
    {
    }
}
