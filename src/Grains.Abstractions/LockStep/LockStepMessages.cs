using System.Collections.Immutable;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;

namespace Trading.Grains.Abstractions.LockStep;

/// <summary>What a venue in lock-step said to one event.</summary>
/// <param name="Symbol">Of the event; empty at the end of the data.</param>
/// <param name="Next">Number of the symbol's first event that it has not worked through; below the one that it was given when it has fallen behind.</param>
/// <param name="Reports">In order; each waits in the outbox until it is let go.</param>
[GenerateSerializer, Immutable, Alias("venue-word")]
public sealed record VenueWord(
    [property: Id(0)] string Symbol, [property: Id(1)] long Next, [property: Id(2)] ImmutableArray<VenueOutboxEntry> Reports);

/// <summary>How far a venue in lock-step has come for certain.</summary>
/// <param name="Next">By symbol, as in <see cref="VenueWord"/>.</param>
[GenerateSerializer, Immutable, Alias("venue-reached")]
public sealed record VenueReached([property: Id(0)] ImmutableDictionary<string, long> Next);

/// <summary>How far an instance in lock-step has come.</summary>
/// <param name="Next">Number of the first event that its stored memory does not know.</param>
/// <param name="Seen">Number of the first event that its indicators do not know.</param>
/// <param name="Changes">As in <see cref="Stillness"/>.</param>
[GenerateSerializer, Immutable, Alias("instance-reached")]
public sealed record InstanceReached([property: Id(0)] long Next, [property: Id(1)] long Seen, [property: Id(2)] long Changes);

/// <param name="To">The last evaluation.</param>
/// <param name="IsFlat">The account holds nothing.</param>
/// <param name="HasCommands">Orders or positions are to be told something.</param>
[GenerateSerializer, Immutable, Alias("account-evaluated")]
public sealed record AccountEvaluated([property: Id(0)] EvaluationPoint To, [property: Id(1)] bool IsFlat, [property: Id(2)] bool HasCommands);
