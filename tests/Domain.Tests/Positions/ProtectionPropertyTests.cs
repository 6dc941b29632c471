using CsCheck;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Tests.Accounts;
using static Trading.Domain.Tests.Positions.Fills;

namespace Trading.Domain.Tests.Positions;

/// <summary>A venue that answers late, in any order, sometimes with a no: the protection always comes to rest at what the position asks for.</summary>
public sealed class ProtectionPropertyTests
{
    private const int Cases = 100_000;

    private enum Step
    {
        Buy,
        Sell,
        AnswerFirst,
        AnswerLast,
        Refuse,
    }

    [Fact]
    public void At_most_one_stop_works_beside_its_replacement_and_the_last_one_matches_the_position()
    {
        var coverage = new Coverage();
        var steps = Gen.Select(Gen.Enum<Step>(), Gen.Int[1, 4]).Array[1, 14];
        var plan = ProtectionPlan.None with { StopLossPct = 1m };
        steps.Sample(
            sequence =>
            {
                coverage.Case();
                var (position, protection) = (Flat(), Protection.None);
                var (trades, replacements, refusals, flips) = (0, 0, 0, 0);
                foreach (var (step, lots) in sequence)
                {
                    switch (step)
                    {
                        case Step.Buy or Step.Sell:
                            var trip = position.RoundTripNumber;
                            position = position.Play(Fill($"t-{trades++}", step is Step.Buy ? Side.Buy : Side.Sell, 100m, lots));
                            flips += trip > 0 && position.RoundTripNumber > trip ? 1 : 0;
                            protection = Check(position.RoundTripNumber > trip
                                ? ProtectionMachine.SetPlan(protection, plan, position, Contract)
                                : ProtectionMachine.Follow(protection, position, Contract));
                            break;
                        case Step.Refuse when protection.Stop.Orders.LastOrDefault() is { State: ProtectiveOrderState.Requested } asked:
                            refusals++;
                            protection = Check(ProtectionMachine.Ended(protection, asked.Origin, asked.Ordinal, "no", position, Contract));
                            break;
                        case Step.AnswerFirst or Step.AnswerLast when protection.Stop.Orders.Length > 0:
                            protection = Check(Answer(protection, step is Step.AnswerFirst ? protection.Stop.Orders[0] : protection.Stop.Orders[^1], position));
                            break;
                    }
                }

                // The venue answers everything that is open, and a last change lets the protection look again.
                protection = Check(ProtectionMachine.Follow(protection, position, Contract));
                for (var round = 0; round < 20; round++)
                {
                    foreach (var order in protection.Stop.Orders)
                    {
                        protection = Check(Answer(protection, order, position));
                    }
                }

                if (position.IsFlat)
                {
                    Assert.Empty(protection.Stop.Orders);
                }
                else
                {
                    var stop = Assert.Single(protection.Stop.Orders);
                    Assert.Equal((ProtectiveOrderState.Resting, Math.Abs(position.Quantity)), (stop.State, stop.Quantity));
                    Assert.Equal(ProtectionMachine.StopPriceOf(plan, position, Contract), stop.Price);
                    Assert.Contains($":{position.RoundTripNumber}:stop", stop.Origin, StringComparison.Ordinal);
                }

                coverage.Met("replaced", replacements > 0);
                coverage.Met("refused", refusals > 0);
                coverage.Met("another round trip", flips > 0);
                coverage.Met("flat at the end", position.IsFlat);

                Protection Check(ProtectionDecision decision)
                {
                    var here = decision.After.Stop.Orders
                        .Where(order => order.Origin.Contains($":{position.RoundTripNumber}:", StringComparison.Ordinal)).ToArray();
                    Assert.True(here.Length <= 2, "more than one order and its replacement");
                    Assert.Equal(here.Length, here.Select(order => order.Ordinal).Distinct().Count());
                    Assert.True(here.Count(order => order.State is ProtectiveOrderState.Requested) <= 1, "two asked for at once");
                    replacements += here.Length == 2 ? 1 : 0;
                    foreach (var placed in decision.Commands.OfType<PlaceProtective>())
                    {
                        Assert.False(position.IsFlat);
                        Assert.Equal(position.Quantity > 0m ? Side.Sell : Side.Buy, placed.Intent.Side);
                    }

                    return decision.After;
                }
            },
            iter: Cases);
        coverage.Report(Cases);
    }

    private static ProtectionDecision Answer(Protection protection, ProtectiveOrder order, Position position) => order.State switch
    {
        ProtectiveOrderState.Requested => ProtectionMachine.Accepted(protection, order.Origin, order.Ordinal, position, Contract),
        ProtectiveOrderState.Canceling => ProtectionMachine.Ended(protection, order.Origin, order.Ordinal, "requested", position, Contract),
        _ => new(protection, []),
    };
}
