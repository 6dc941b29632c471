using Orleans;

namespace Trading.Domain.Positions;

/// <summary>Who opened a round trip. All empty for a manual order outside any session.</summary>
/// <param name="Session">Session id, <c>ses-…</c>.</param>
/// <param name="Instance">Instance key, <c>str-…</c>.</param>
/// <param name="Strategy">Name of the strategy, for reports.</param>
[GenerateSerializer, Immutable, Alias("position-owner")]
public sealed record PositionOwner(
    [property: Id(0)] string Session, [property: Id(1)] string Instance, [property: Id(2)] string Strategy)
{
    public static PositionOwner None { get; } = new("", "", "");
}
