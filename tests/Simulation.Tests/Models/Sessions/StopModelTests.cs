using Trading.Domain.Accounts;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Risk;

namespace Trading.Simulation.Tests.Models.Sessions;

public sealed class StopModelTests(ITestOutputHelper output)
{
    private const string Session = "ses-model";

    private static readonly DateTimeOffset T0 = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Instrument Contract = Instrument.WithDefaults(Symbol.Parse("BTC_USDT"), "sim", 0.01m, 0.001m);

    private static readonly OrderRequest Entry = new(
        "ord-model", "acc-model:demo", Session, "str-model", OrderPurpose.Entry, Contract.Symbol, Side.Buy, OrderType.Limit, TimeInForce.Gtc, 1m, 100m, null, false, 1,
        TimeSpan.FromSeconds(60), T0);

    public static TheoryData<string> Plants => [.. Enum.GetNames<StopPlant>().Where(name => name != nameof(StopPlant.None))];

    [Fact]
    public void No_entry_follows_an_acknowledged_stop_no_reservation_stays_and_the_account_goes_along()
    {
        var accounts = new Dictionary<(StopGate, StopReservation), Account>
        {
            [(StopGate.Never, StopReservation.None)] = AccountMachine.Decide(
                Account.Create("acc-model:demo", "sim", "USDT", 0.0006m, RiskLimits.Default), new Deposit("opening", 10_000m, T0)).After,
        };
        var differences = new List<string>();
        var compared = new HashSet<(StopGate, StopReservation, string)>();

        var result = new StopModel(StopPlant.None, (before, heard, after) =>
        {
            if (compared.Add((before.Item1, before.Item2, heard)))
            {
                var account = AccountMachine.Decide(accounts[before], InputOf(heard)).After;
                if (Abstract(account) != after)
                {
                    differences.Add($"{before} hears {heard}: the model says {after}, the account {Abstract(account)}");
                }

                accounts.TryAdd(after, account);
            }
        }).Close();

        output.WriteLine($"{result.States} states, {result.Transitions} transitions, {compared.Count} steps compared");
        Assert.True(result.Violation is null, result.Violation);
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.True(compared.Count >= 20);
    }

    [Theory]
    [MemberData(nameof(Plants))]
    public void A_planted_mistake_is_found(string name)
    {
        var result = new StopModel(Enum.Parse<StopPlant>(name)).Close();

        Assert.NotNull(result.Violation);
        output.WriteLine(result.Violation);
    }

    private static AccountInput InputOf(string heard) => heard switch
    {
        "open" => new OpenGate(Session, T0),
        "close" => new CloseGate(Session, T0),
        "judge" => new JudgeOrder(Entry, Contract, RiskMarket.Quote(100m, 100m, 99.9m, 100.1m, T0), T0),
        "claim" => new ClaimOrder(Entry.Id, T0),
        _ => new EndOrder(Entry.Id, 0m, T0),
    };

    private static (StopGate, StopReservation) Abstract(Account account) => (
        account.OpenSessions.Contains(Session) ? StopGate.Open : account.ClosedSessions.Contains(Session) ? StopGate.Closed : StopGate.Never,
        account.ReservationOf(Entry.Id) is { } reservation
            ? reservation.IsClaimed ? StopReservation.Claimed : StopReservation.Made
            : account.EndedOrders.Contains(Entry.Id) ? StopReservation.Ended : StopReservation.None);
}
