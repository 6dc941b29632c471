using System.Text.Json;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Domain;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Risk;

namespace Trading.Api.Accounts;

/// <summary>A named account of the caller's.</summary>
/// <param name="Venue"><c>simulated</c>: paper.</param>
/// <param name="InitialBalance">Its first deposit.</param>
/// <param name="Currency">The quote of what it trades.</param>
/// <param name="Limits">One left out has its default.</param>
public sealed record OpenAccountRequest(
    string Venue = OpenAccountRequest.Simulated, decimal InitialBalance = 10_000m, string Currency = "USDT", JsonElement? Limits = null) : IValidated
{
    public const string Simulated = "simulated";

    public IReadOnlyList<ValidationError> Validate()
    {
        var errors = new List<ValidationError>();
        if (Venue is not Simulated)
        {
            errors.Add(new("/venue", ProblemCodes.OutOfRange, $"The venue must be simulated: no exchange is connected; found {InputText.Quote(Venue)}."));
        }

        TransferRequest.Check("/initialBalance", InitialBalance, errors);
        if (Currency.Length is < 2 or > 10 || Currency.Any(letter => letter is not ((>= 'A' and <= 'Z') or (>= '0' and <= '9'))))
        {
            errors.Add(new("/currency", ProblemCodes.OutOfRange, $"A currency is 2 to 10 of A-Z 0-9, found {InputText.Quote(Currency)}."));
        }

        return errors;
    }

    public RiskLimits LimitsOf(List<ValidationError> errors) =>
        Limits is { } given ? RiskLimitCatalog.Read(given, RiskLimits.Default, "/limits", errors) : RiskLimits.Default;
}

public enum TransferKind
{
    Deposit = 0,
    Withdrawal = 1,
}

/// <param name="Amount">Above 0, in the account's currency, at most 12 decimals.</param>
public sealed record TransferRequest(TransferKind Kind, decimal Amount) : IValidated
{
    private const int DecimalsMax = 12;

    internal decimal Signed => Kind is TransferKind.Withdrawal ? -Amount : Amount;

    public IReadOnlyList<ValidationError> Validate()
    {
        var errors = new List<ValidationError>();
        Check("/amount", Amount, errors);
        return errors;
    }

    internal static void Check(string pointer, decimal amount, List<ValidationError> errors)
    {
        if (amount is <= 0m or > ManualOrder.AmountMax || decimal.Round(amount, DecimalsMax) != amount)
        {
            errors.Add(new(
                pointer, ProblemCodes.OutOfRange,
                FormattableString.Invariant($"An amount must be above 0, at most {ManualOrder.AmountMax} and have at most {DecimalsMax} decimals, found {amount}.")));
        }
    }
}

/// <param name="Reason">Said to everybody who asks why no entry is taken.</param>
/// <param name="ClosePositions">Close at market as well as cancel the entries.</param>
public sealed record KillSwitchRequest(string Reason, bool ClosePositions = false) : IValidated
{
    public const int ReasonLengthMax = 500;

    public IReadOnlyList<ValidationError> Validate() => string.IsNullOrWhiteSpace(Reason) || Reason.Length > ReasonLengthMax
        ? [new("/reason", ProblemCodes.OutOfRange, $"A reason has 1 to {ReasonLengthMax} characters, found {InputText.Quote(Reason)}.")]
        : [];
}

/// <summary>What the account, its positions and its venue say of each other.</summary>
/// <param name="Drift">Differences that were found; what is on its way this moment shows as one until it has arrived.</param>
/// <param name="Detail">What was done.</param>
/// <param name="Frozen">Symbols that take no entries until they are understood, with the reason.</param>
/// <param name="Released">Symbols that were frozen and take entries again: everybody agrees on them.</param>
public sealed record ReconcileAnswer(
    DateTimeOffset At, string Venue, IReadOnlyList<DriftAnswer> Drift, IReadOnlyList<FrozenAnswer> Frozen, IReadOnlyList<Symbol> Released, string Detail);

public sealed record FrozenAnswer(Symbol Symbol, string Reason);

/// <param name="Kind"><c>position</c>, <c>venue</c> or <c>order</c>.</param>
public sealed record DriftAnswer(string Kind, string Id, string Detail);
