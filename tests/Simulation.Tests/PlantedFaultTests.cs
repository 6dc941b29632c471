using Trading.Domain.Orders;
using Trading.Simulation.Faults;

namespace Trading.Simulation.Tests;

/// <summary>Mistakes that a host or a protocol could make, each of which the simulation must see.</summary>
public sealed class PlantedFaultTests(ITestOutputHelper output)
{
    private const int SeedsMax = 150;

    [Fact]
    public void Going_on_after_a_failed_write_is_seen() => IsSeen(new WorldOptions { GoesOnAfterFailedWrite = true });

    [Fact]
    public void Telling_what_is_not_durable_is_seen() => IsSeen(new WorldOptions { TellsBeforeDurable = true });

    [Fact]
    public void Taking_not_found_for_absence_at_once_is_seen() => IsSeen(new WorldOptions
    {
        Protocol = new OrderProtocol { ReceiveWindow = TimeSpan.FromSeconds(5), ReadLag = TimeSpan.FromSeconds(-5), ClockSkewBound = TimeSpan.Zero },
    });

    [Fact]
    public void A_venue_whose_answers_lag_more_than_the_bound_is_seen() => IsSeen(new WorldOptions
    {
        Rates = FaultRates.None.With(Fault.AcceptedResponseLost, 3_000).With(Fault.ReportLost, 6_000).With(Fault.QueryLagged, 9_500).With(Fault.QueryFailed, 5_000),
        ReadLagMs = 40_000,
    });

    [Fact]
    public void Deciding_by_a_clock_that_was_never_corrected_is_seen() => IsSeen(new WorldOptions { CorrectsClocks = false });

    /// <summary>It takes a twin whose write is the last of all, so that few seeds show it; the first of them is known.</summary>
    [Fact]
    public void Waking_what_storage_has_outrun_without_ever_dropping_it_is_seen() => IsSeen(new WorldOptions { DropsUnmoved = false }, first: 5_570);

    private void IsSeen(WorldOptions options, ulong first = 1)
    {
        for (var seed = first; seed < first + SeedsMax; seed++)
        {
            if (SeededRun.Of(seed, options).Violations is [var violation, ..])
            {
                output.WriteLine($"seed {seed}: {violation}");
                return;
            }
        }

        Assert.Fail("No seed showed it.");
    }
}
