using CsCheck;
using Trading.Domain.Strategies.Conditions;
using Trading.Domain.Tests.Orders;

namespace Trading.Domain.Tests.Strategies.Conditions;

public sealed class NonFiniteTests(ITestOutputHelper output)
{
    private const int Cases = 100_000;

    private static readonly double[] NonFinite = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    /// <summary>
    /// Whatever stands in a column for a number that is none is unknown: which of them it is decides nothing, and what is
    /// true or false is so because of finite values alone.
    /// </summary>
    [Fact]
    public void No_value_that_is_not_finite_reaches_a_decision()
    {
        var coverage = new CaseCoverage("not finite", "infinite", "true beside one", "false beside one", "unknown", "for", "sequence", "crossing");

        Gen.Int.Sample(
            seed =>
            {
                var random = new Random(seed);
                var count = random.Next(1, 20);
                var condition = RandomConditions.Make(random, random.Next(4));
                var times = RandomConditions.Times(random, count);
                var columns = RandomConditions.Names.Select(_ => Values(random, count)).ToArray();

                var verdicts = Verdicts(condition, times, columns);

                // As others would be: every value that is not finite replaced by another such.
                var others = columns.Select(column => column.Select(value => double.IsFinite(value) ? value : NonFinite[random.Next(3)]).ToArray()).ToArray();
                Assert.Equal(verdicts, Verdicts(condition, times, others));

                // Nothing finite at all: nothing is known, so nothing can be acted upon.
                var none = columns.Select(column => column.Select(_ => NonFinite[random.Next(3)]).ToArray()).ToArray();
                Assert.All(Verdicts(condition, times, none), verdict => Assert.NotEqual(true, verdict));

                bool Beside(bool? verdict) => Enumerable.Range(0, count).Any(i => verdicts[i] == verdict && columns.Any(column => !double.IsFinite(column[i])));
                coverage.Count(
                    ("not finite", columns.Any(column => column.Any(value => !double.IsFinite(value)))),
                    ("infinite", columns.Any(column => column.Any(double.IsInfinity))),
                    ("true beside one", Beside(true)), ("false beside one", Beside(false)), ("unknown", verdicts.Contains(null)),
                    ("for", condition.For is not null), ("sequence", condition is SequenceCondition),
                    ("crossing", condition.LeavesOf().Any(leaf => leaf.Op.IsCrossing)));
            },
            iter: Cases);

        coverage.Show(output, Cases);
    }

    private static double[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(8) switch
    {
        0 => NonFinite[random.Next(3)],
        1 => random.Next(2) == 0 ? double.MaxValue : double.MinValue,
        2 => double.Epsilon,
        _ => random.Next(-2, 3),
    })];

    private static bool?[] Verdicts(Condition condition, long[] times, double[][] columns)
    {
        var source = new Columns(columns, times);
        source.Move(0, times.Length);
        var block = new BlockColumns([0, 1, 2]);
        block.Begin(source.Batch, 0, source);
        var evaluator = new SectionEvaluator(CompiledCondition.Compile(condition, name => Array.IndexOf(RandomConditions.Names, name)), block);
        evaluator.EvaluateTo(0, times.Length);
        return [.. Enumerable.Range(0, times.Length).Select(evaluator.Verdict)];
    }
}
