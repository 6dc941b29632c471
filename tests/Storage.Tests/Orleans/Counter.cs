
namespace Trading.Storage.Tests.Orleans;

[GenerateSerializer, Immutable, Alias("test-counter")]
public sealed record Counter([property: Id(0)] int Count, [property: Id(1)] decimal Amount)
{
    public static Counter None { get; } = new(0, 0m);
}
