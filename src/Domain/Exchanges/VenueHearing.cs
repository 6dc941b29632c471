using System.Collections.Immutable;

namespace Trading.Domain.Exchanges;

/// <summary>
/// Whether an account's venue is heard. Once its stream of reports breaks, the account is stale until the stream runs again, the account and every order
/// have been asked after since, and what was found has been passed on. Of one activation: the next one knows nothing until such a round, or a loss.
/// </summary>
public sealed record VenueHearing
{
    public static readonly VenueHearing Unknown = new();

    private VenueHearing()
    {
    }

    /// <summary>Number of the stream that runs, or ran last.</summary>
    public int Stream { get; private init; }

    /// <summary>Null as long as nothing is known.</summary>
    public bool? IsStale { get; private init; }

    /// <summary>A stream runs since whose beginning not everything was answered.</summary>
    public bool WantsRound => IsOpen && !IsAnswered;

    private bool IsOpen { get; init; }

    private bool IsAnswered { get; init; }

    private ImmutableHashSet<string> AnsweredOrders { get; init; } = [];

    private long? AppliesAt { get; init; }

    public VenueHearing Opened() => Silent() with { Stream = Stream + 1, IsOpen = true };

    public VenueHearing Lost() => Silent() with { IsStale = true };

    /// <summary>Nobody listens any more, because there is nothing to hear.</summary>
    public VenueHearing Silent() => this with { IsOpen = false, IsAnswered = false, AnsweredOrders = [], AppliesAt = null };

    /// <param name="stream">That of the moment at which the question's round began.</param>
    public VenueHearing Answered(int stream, string orderId) => WantsRound && stream == Stream ? this with { AnsweredOrders = AnsweredOrders.Add(orderId) } : this;

    /// <summary>A round is over. Orders that an earlier one on the same stream was answered count.</summary>
    public VenueHearing RoundEnded(int stream, bool isAccountRead, IEnumerable<string> asked) =>
        WantsRound && stream == Stream && isAccountRead && asked.All(AnsweredOrders.Contains) ? this with { IsAnswered = true, AnsweredOrders = [] } : this;

    /// <summary>All answers are stored as reports.</summary>
    /// <param name="sequence">Of the last one.</param>
    public VenueHearing Stored(long sequence) => IsAnswered && IsStale is not false && AppliesAt is null ? this with { AppliesAt = sequence } : this;

    /// <param name="oldest">Sequence of the oldest report that somebody has not acknowledged; null for none.</param>
    public VenueHearing PassedOn(long? oldest) => AppliesAt is { } sequence && !(oldest <= sequence) ? this with { IsStale = false, AppliesAt = null } : this;
}
