using Trading.Domain.Orders;
using Trading.Simulation.Checking;
using Trading.Simulation.Orders;

namespace Trading.Simulation.Tests;

/// <summary>A machine without one of its effects must be found out: each effect is there for something that the checker sees. The cluster is put to the same test.</summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private const int SeedsMax = 60;

    public static TheoryData<string> Kinds => [.. Enum.GetNames<EffectKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_machine_without_one_effect_fails(string name)
    {
        var found = Findings(MaimedOrderMachine.Without(Enum.Parse<EffectKind>(name))).FirstOrDefault(findings => findings.Count > 0);

        Assert.NotNull(found);
        output.WriteLine(found[0]);
    }

    [Fact]
    public void The_whole_machine_passes_where_the_maimed_ones_fail()
    {
        Assert.All(Findings(OrderMachine.Decide), Assert.Empty);
    }

    private static IEnumerable<IReadOnlyList<string>> Findings(OrderDecider machine)
    {
        var calm = SeededRun.Of(1, Worlds.Calm with { Machine = machine });
        yield return [.. calm.Violations, .. CalmChecker.Check(calm.Evidence)];
        yield return SeededRun.Of(1, Worlds.CalmWithoutSweep with { Machine = machine }).Violations;
        var renewed = SeededRun.Of(1, Worlds.ShortLived with { Machine = machine });
        yield return [.. renewed.Violations, .. CalmChecker.Check(renewed.Evidence, Worlds.RenewalMs)];
        yield return SeededRun.Of(1, Worlds.Lying with { Machine = machine }).Violations;
        for (var seed = 1UL; seed <= SeedsMax; seed++)
        {
            yield return SeededRun.Of(seed, Worlds.LossyWithoutSweep with { Machine = machine }).Violations;
            yield return SeededRun.Of(seed, Worlds.Plain with { Machine = machine }).Violations;
        }
    }
}
