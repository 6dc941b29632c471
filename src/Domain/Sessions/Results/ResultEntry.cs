namespace Trading.Domain.Sessions.Results;

/// <summary>One thing that a session's report is folded from, as it was written down while the session ran.</summary>
public abstract record ResultEntry(DateTimeOffset At)
{
    /// <summary>Order within one instant: what moved the account comes before what it led to.</summary>
    internal abstract int Rank { get; }
}

public sealed record FillEntry(FillResult Fill) : ResultEntry(Fill.At)
{
    internal override int Rank => 0;
}

/// <param name="Amount">A deposit is above 0, a withdrawal below.</param>
public sealed record CashFlowEntry(decimal Amount, DateTimeOffset At) : ResultEntry(At)
{
    internal override int Rank => 0;
}

public sealed record FundingEntry(FundingResult Funding) : ResultEntry(Funding.At)
{
    internal override int Rank => 1;
}

/// <param name="Net">Gross less fees plus funding.</param>
/// <param name="Duration">From the first fill until flat.</param>
public sealed record TripEntry(int Cell, decimal Net, TimeSpan Duration, DateTimeOffset At) : ResultEntry(At)
{
    internal override int Rank => 2;
}

public sealed record OrderEntry(OrderResult Order, DateTimeOffset At) : ResultEntry(At)
{
    internal override int Rank => 3;
}

/// <param name="Equity">Of the account, unrealised included.</param>
/// <param name="Cause">A whole second's evaluation comes before what is done at that instant.</param>
public sealed record EquityEntry(decimal Equity, decimal Balance, DateTimeOffset At, EquityCause Cause = EquityCause.Fill) : ResultEntry(At)
{
    internal override int Rank => Cause is EquityCause.Second ? -1 : 4;
}
