using System.Collections.Immutable;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Tests.Strategies.Conditions;

/// <summary>Conditions and columns from a seed. Values are few and small, so that comparisons meet often.</summary>
internal static class RandomConditions
{
    public static readonly string[] Names = ["a", "b", "c"];

    public static Condition Make(Random random, int depth, string pointer = "/when")
    {
        var kind = depth == 0 ? 0 : random.Next(6);
        var span = random.Next(4) == 0 ? TimeSpan.FromMilliseconds(random.Next(1, 4_000)) : (TimeSpan?)null;
        return kind switch
        {
            1 => new AllCondition(pointer, Children(random, depth, pointer), span),
            2 => new AnyCondition(pointer, Children(random, depth, pointer), span),
            3 => new NotCondition(pointer, Make(random, depth - 1, pointer + "/not"), span),
            4 => new SequenceCondition(pointer, Children(random, depth, pointer), TimeSpan.FromMilliseconds(random.Next(1, 8_000)), span),
            _ => Leaf(random, pointer, span),
        };
    }

    public static double[] Values(Random random, int count)
    {
        var values = new double[count];
        var value = 0d;
        for (var i = 0; i < count; i++)
        {
            value = random.Next(3) == 0 ? random.Next(-2, 3) : value;
            values[i] = random.Next(12) switch { 0 => double.NaN, 1 when random.Next(6) == 0 => double.PositiveInfinity, _ => value };
        }

        return values;
    }

    /// <summary>Times that stand still at times and jump at others.</summary>
    public static long[] Times(Random random, int count)
    {
        var times = new long[count];
        var time = 1_700_000_000_000L + random.Next(100_000);
        for (var i = 0; i < count; i++)
        {
            time += random.Next(5) switch { 0 => 0, 1 => random.Next(3_000), _ => random.Next(1, 400) };
            times[i] = time;
        }

        return times;
    }

    private static ImmutableArray<Condition> Children(Random random, int depth, string pointer) =>
        [.. Enumerable.Range(0, random.Next(2, 4)).Select(n => Make(random, depth - 1, $"{pointer}/{n}"))];

    private static LeafCondition Leaf(Random random, string pointer, TimeSpan? span)
    {
        var op = (LeafOp)random.Next(10);
        var low = random.Next(-2, 3);
        var threshold = op.TakesBounds ? new Threshold(low, low + random.Next(3), null)
            : random.Next(4) == 0 ? Threshold.Of(Names[random.Next(Names.Length)])
            : Threshold.Number(low);
        return new LeafCondition(pointer, Names[random.Next(Names.Length)], op, threshold, op.IsCrossing ? null : span);
    }
}
