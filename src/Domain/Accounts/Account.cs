using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans;
using Trading.Domain.Instruments;
using Trading.Domain.Risk;

namespace Trading.Domain.Accounts;

/// <summary>
/// A trader's account at one venue: balance, reservations, limits and gates. Changed only by <see cref="AccountFold.Apply"/>
/// with what <see cref="AccountMachine"/> decided. Ledger lines are events; the state keeps their sum and count.
/// </summary>
[GenerateSerializer, Immutable, Alias("account")]
public sealed record Account
{
    /// <summary><c>acc-…</c></summary>
    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required string Venue { get; init; }

    /// <summary>The quote of all its symbols.</summary>
    [Id(2)]
    public required string Currency { get; init; }

    /// <summary>Fraction; what reservations expect to pay.</summary>
    [Id(3)]
    public decimal TakerFeeRate { get; init; }

    [Id(4)]
    public RiskLimits Limits { get; init; } = RiskLimits.Default;

    /// <summary>Σ ledger.</summary>
    [Id(5)]
    public decimal Balance { get; init; }

    /// <summary>Number of ledger lines.</summary>
    [Id(6)]
    public long LedgerSequence { get; init; }

    /// <summary>In the order in which the account first met them.</summary>
    [Id(7)]
    public ImmutableArray<AccountSymbol> Symbols { get; init; } = [];

    /// <summary>One for each open order that does not reduce.</summary>
    [Id(8)]
    public ImmutableArray<Reservation> Reservations { get; init; } = [];

    /// <summary>UTC day of the last evaluation; null before the first.</summary>
    [Id(9)]
    public DateOnly? Day { get; init; }

    /// <summary>Equity when that day began, moved by deposits and withdrawals since.</summary>
    [Id(10)]
    public decimal DayOpeningEquity { get; init; }

    /// <summary>Highest evaluated equity, moved by deposits and withdrawals, set anew by a reset of the kill switch.</summary>
    [Id(11)]
    public decimal PeakEquity { get; init; }

    /// <summary>Equity at the last evaluation: what day loss and drawdown stand on.</summary>
    [Id(12)]
    public decimal EvaluatedEquity { get; init; }

    [Id(13)]
    public KillSwitch? KillSwitch { get; init; }

    /// <summary>Sessions whose gate is open.</summary>
    [Id(14)]
    public ImmutableArray<string> OpenSessions { get; init; } = [];

    /// <summary>The exchange's private stream has a gap: no entries until a snapshot is applied.</summary>
    [Id(15)]
    public bool IsStale { get; init; }

    /// <summary>Approved within the longer of a second and the identical-order window, oldest first.</summary>
    [Id(16)]
    public ImmutableArray<RecentOrder> RecentOrders { get; init; } = [];

    /// <summary>The latest causes of deposits, withdrawals and corrections; position events are counted by their sequence.</summary>
    [Id(17)]
    public ImmutableArray<string> RecentCauses { get; init; } = [];

    /// <summary>The latest orders whose reservation is over: asking again must not reserve again.</summary>
    [Id(18)]
    public ImmutableArray<string> EndedOrders { get; init; } = [];

    /// <summary>Lowest evaluated equity of the day, moved by deposits and withdrawals: a day's loss counts until the next day, also when it was made good.</summary>
    [Id(19)]
    public decimal DayLowestEquity { get; init; }

    /// <summary>The latest sessions whose gate was closed: none of them opens again.</summary>
    [Id(20)]
    public ImmutableArray<string> ClosedSessions { get; init; } = [];

    /// <summary>Balance and unrealised at the account's marks.</summary>
    [JsonIgnore]
    public decimal Equity
    {
        get
        {
            var equity = Balance;
            foreach (var symbol in Symbols)
            {
                equity += symbol.UnrealizedPnl;
            }

            return equity;
        }
    }

    /// <summary>Σ isolated margin.</summary>
    [JsonIgnore]
    public decimal PositionMargin
    {
        get
        {
            var margin = 0m;
            foreach (var symbol in Symbols)
            {
                margin += symbol.Margin;
            }

            return margin;
        }
    }

    /// <summary>Σ reserved for open orders.</summary>
    [JsonIgnore]
    public decimal Reserved
    {
        get
        {
            var reserved = 0m;
            foreach (var reservation in Reservations)
            {
                reserved += reservation.Amount;
            }

            return reserved;
        }
    }

    /// <summary>Balance − Σ isolated margin − reserved: unrealised profit is in equity only.</summary>
    [JsonIgnore]
    public decimal Available => Balance - PositionMargin - Reserved;

    /// <summary>Fall of the evaluated equity from the peak, percent of the peak, at least 0.</summary>
    [JsonIgnore]
    public decimal DrawdownPct => FallPct(PeakEquity, EvaluatedEquity);

    /// <summary>Fall of the evaluated equity since the day's opening, percent of it, at least 0.</summary>
    [JsonIgnore]
    public decimal DayLossPct => FallPct(DayOpeningEquity, EvaluatedEquity);

    /// <summary>Largest of these falls since the day's opening: what the limit <c>dayLossPct</c> stands on.</summary>
    [JsonIgnore]
    public decimal DayWorstLossPct => FallPct(DayOpeningEquity, Math.Min(DayLowestEquity, EvaluatedEquity));

    public static Account Create(string id, string venue, string currency, decimal takerFeeRate, RiskLimits limits) =>
        new() { Id = id, Venue = venue, Currency = currency, TakerFeeRate = takerFeeRate, Limits = limits };

    /// <summary>What is known of the symbol; the empty one when it was never met.</summary>
    public AccountSymbol SymbolOf(Symbol symbol)
    {
        var index = IndexOf(symbol);
        return index < 0 ? AccountSymbol.Empty(symbol) : Symbols[index];
    }

    public Reservation? ReservationOf(string orderId)
    {
        foreach (var reservation in Reservations)
        {
            if (string.Equals(reservation.OrderId, orderId, StringComparison.Ordinal))
            {
                return reservation;
            }
        }

        return null;
    }

    /// <summary>
    /// False when a refresh of marks would change nothing: flat, evaluated, same UTC day. Asked at every whole second, so it
    /// allocates nothing.
    /// </summary>
    public bool NeedsEvaluation(DateTimeOffset at)
    {
        if (Day is not { } day || DateOnly.FromDateTime(at.UtcDateTime) > day || EvaluatedEquity != Equity)
        {
            return true;
        }

        foreach (var symbol in Symbols)
        {
            if (symbol.Quantity != 0m)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True with a position or a working order that does not reduce.</summary>
    public bool IsInUse(Symbol symbol)
    {
        var index = IndexOf(symbol);
        if (index < 0 || Symbols[index].Quantity != 0m)
        {
            return index >= 0;
        }

        foreach (var reservation in Reservations)
        {
            if (reservation.Symbol == symbol)
            {
                return true;
            }
        }

        return false;
    }

    internal int IndexOf(Symbol symbol)
    {
        for (var index = 0; index < Symbols.Length; index++)
        {
            if (Symbols[index].Symbol == symbol)
            {
                return index;
            }
        }

        return -1;
    }

    internal Account With(AccountSymbol symbol)
    {
        var index = IndexOf(symbol.Symbol);
        return this with { Symbols = index < 0 ? Symbols.Add(symbol) : Symbols.SetItem(index, symbol) };
    }

    /// <summary>Percent of <paramref name="from"/>, at least 0.</summary>
    internal static decimal FallPct(decimal from, decimal to) => from > 0m ? Math.Max(0m, (from - to) * 100m / from) : to < from ? 100m : 0m;
}
