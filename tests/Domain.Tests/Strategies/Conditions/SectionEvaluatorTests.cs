using CsCheck;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Tests.Strategies.Conditions;

public sealed class SectionEvaluatorTests(ITestOutputHelper output)
{
    private const double Unknown = double.NaN;

    [Theory]
    [InlineData(LeafOp.Above, new[] { 4, 5, 6, Unknown }, "ff1?")]
    [InlineData(LeafOp.AtLeast, new[] { 4, 5, 6, Unknown }, "f11?")]
    [InlineData(LeafOp.Below, new[] { 4, 5, 6, double.PositiveInfinity }, "1ff?")]
    [InlineData(LeafOp.AtMost, new[] { 4, 5, 6, double.NegativeInfinity }, "11f?")]
    [InlineData(LeafOp.EqualTo, new[] { 4, 5, 6, Unknown }, "f1f?")]
    [InlineData(LeafOp.NotEqualTo, new[] { 4, 5, 6, Unknown }, "1f1?")]
    [InlineData(LeafOp.CrossesAbove, new[] { 5, 6, 7, 5, 4, 6, Unknown, 6, 7 }, "?1fff1??f")]
    [InlineData(LeafOp.CrossesBelow, new[] { 5, 4, 3, 5, 6, 4, Unknown, 4, 3 }, "?1fff1??f")]
    public void Operators_compare_with_a_number(LeafOp op, double[] values, string expected) =>
        Assert.Equal(expected, Play(new LeafCondition("", "a", op, Threshold.Number(5), null), values));

    [Theory]
    [InlineData(LeafOp.Between, "f111f?")]
    [InlineData(LeafOp.Outside, "1fff1?")]
    public void Bounds_belong_to_between_and_not_to_outside(LeafOp op, string expected) =>
        Assert.Equal(expected, Play(new LeafCondition("", "a", op, new Threshold(2, 4, null), null), [1, 2, 3, 4, 5, Unknown]));

    [Fact]
    public void A_threshold_may_be_another_indicator()
    {
        var condition = new LeafCondition("", "a", LeafOp.CrossesAbove, Threshold.Of("b"), null);

        Assert.Equal("?f1?", Play(condition, [1, 2, 3, 4], [2, 2, 2, Unknown]));
    }

    [Fact]
    public void Truth_is_three_valued()
    {
        // The rows of Kleene's tables: true, unknown, false against true, unknown, false.
        double[] one = [1, 1, 1, Unknown, Unknown, Unknown, 0, 0, 0];
        double[] two = [1, Unknown, 0, 1, Unknown, 0, 1, Unknown, 0];

        Assert.Equal("1?f??ffff", Play(new AllCondition("", [IsOne("a"), IsOne("b")], null), one, two));
        Assert.Equal("1111??1?f", Play(new AnyCondition("", [IsOne("a"), IsOne("b")], null), one, two));
    }

    [Fact]
    public void Not_unknown_is_unknown() =>
        Assert.Equal("f1?", Play(new NotCondition("", IsOne("a"), null), [1, 0, Unknown]));

    [Fact]
    public void For_waits_until_the_whole_span_was_true_and_starts_anew_after_false_or_unknown()
    {
        var condition = new LeafCondition("", "a", LeafOp.AtLeast, Threshold.Number(1), TimeSpan.FromSeconds(2));

        Assert.Equal("ff11ff?ff1", Play(condition, [1, 1, 1, 1, 0, 1, Unknown, 1, 1, 1]));
    }

    [Fact]
    public void Sequence_is_true_from_the_last_step_until_within_after_the_first()
    {
        var condition = new SequenceCondition("", [IsOne("a"), IsOne("b")], TimeSpan.FromSeconds(3), null);

        Assert.Equal("ff11ff", Play(condition, [1, 0, 0, 0, 0, 0], [0, 0, 1, 0, 0, 0]));
    }

    [Fact]
    public void Steps_of_a_sequence_need_different_evaluations_in_their_order()
    {
        var condition = new SequenceCondition("", [IsOne("a"), IsOne("b")], TimeSpan.FromSeconds(9), null);

        Assert.Equal("ffff1", Play(condition, [0, 1, 1, 1, 1], [1, 1, 1, 0, 1]));
    }

    [Fact]
    public void The_latest_possible_start_of_a_sequence_is_kept()
    {
        var condition = new SequenceCondition("", [IsOne("a"), IsOne("b")], TimeSpan.FromSeconds(2), null);

        Assert.Equal("fff11f", Play(condition, [1, 0, 1, 0, 0, 0], [0, 0, 0, 1, 0, 0]));
    }

    [Fact]
    public void Unknown_neither_counts_as_a_step_nor_resets_one()
    {
        var condition = new SequenceCondition("", [IsOne("a"), IsOne("b")], TimeSpan.FromSeconds(9), null);

        // b stays true over the unknown: it does not become true again.
        Assert.Equal("f?ff", Play(condition, [0, 1, 0, 0], [1, Unknown, 1, 1]));
    }

    [Fact]
    public void Closest_approach_and_distance_follow_what_is_behind()
    {
        var (evaluator, _) = Evaluator(new LeafCondition("/when", "a", LeafOp.AtLeast, Threshold.Number(10), null), [4, 9, 7, 3]);
        evaluator.EvaluateTo(0, 4);

        evaluator.Consume(3);
        var leaf = evaluator.Read(2)[0];

        Assert.Equal((7d, false, 3d, 1d), (leaf.Value, leaf.Verdict, leaf.Distance, leaf.Closest));
    }

    [Fact]
    public void A_crossing_that_happened_came_as_close_as_can_be()
    {
        var (evaluator, _) = Evaluator(new LeafCondition("/when", "a", LeafOp.CrossesAbove, Threshold.Number(10), null), [4, 14, 17]);
        evaluator.EvaluateTo(0, 3);
        evaluator.Consume(3);

        var leaf = evaluator.Read(2)[0];

        Assert.Equal((false, 7d, 0d), (leaf.Verdict, leaf.Distance, leaf.Closest));
    }

    /// <summary>Random conditions over random columns with unknown values, in random ranges, with rewinds and reloads: always what the plain reading says.</summary>
    [Fact]
    public void Any_split_into_ranges_agrees_with_the_plain_reading()
    {
        const int Cases = 100_000;
        var classes = new Dictionary<string, int>(StringComparer.Ordinal) { ["true"] = 0, ["false"] = 0, ["unknown"] = 0, ["for"] = 0, ["sequence"] = 0, ["crossing"] = 0, ["rewound"] = 0, ["reloaded"] = 0 };
        Gen.Int.Sample(seed => Check(new Random(seed), classes), iter: Cases, threads: 1);

        foreach (var (name, count) in classes)
        {
            output.WriteLine($"{name}: {100d * count / Cases:0.0} %");
            Assert.True(count >= Cases / 100, $"{name} was met in {count} of {Cases} cases.");
        }
    }

    [Fact]
    public void A_full_block_agrees_with_single_events()
    {
        Gen.Int.Sample(
            seed =>
            {
                var random = new Random(seed);
                var condition = RandomConditions.Make(random, 3);
                var columns = Enumerable.Range(0, 3).Select(_ => RandomConditions.Values(random, 512)).ToArray();
                var times = RandomConditions.Times(random, 512);
                var (whole, _) = Evaluator(condition, times, columns);
                var (single, _) = Evaluator(condition, times, columns);
                whole.EvaluateTo(0, 512);
                for (var i = 0; i < 512; i++)
                {
                    single.EvaluateTo(i, i + 1);
                    Assert.Equal(whole.IsTrue(i), single.IsTrue(i));
                }

                whole.Consume(512);
                single.Consume(512);
                Assert.Equal(whole.Save(512).Nodes.ToArray(), single.Save(512).Nodes.ToArray());
                Assert.Equal(whole.Save(512).Closest.ToArray(), single.Save(512).Closest.ToArray());
            },
            iter: 1_000,
            threads: 1);
    }

    private static void Check(Random random, Dictionary<string, int> classes)
    {
        var count = random.Next(1, 40);
        var condition = RandomConditions.Make(random, random.Next(4));
        var columns = Enumerable.Range(0, 3).Select(_ => RandomConditions.Values(random, count)).ToArray();
        var times = RandomConditions.Times(random, count);
        var naive = new NaiveCondition(condition);
        var expected = times.Select((time, i) => naive.At(time, name => columns[Array.IndexOf(RandomConditions.Names, name)][i])).ToArray();
        var (evaluator, reload) = Evaluator(condition, times, columns);
        var i = 0;
        var (rewound, reloaded) = (false, false);
        while (i < count)
        {
            var to = random.Next(i + 1, count + 1);
            evaluator.EvaluateTo(i, to);
            var until = random.Next(i + 1, to + 1);
            for (; i < until; i++)
            {
                Assert.Equal(expected[i] is true, evaluator.IsTrue(i));
                Assert.Equal(expected[i], evaluator.Verdict(i));
            }

            if (until < to)
            {
                rewound = true;
                var saved = evaluator.Save(until);
                if (random.Next(2) == 0)
                {
                    reloaded = true;
                    evaluator = reload();
                    evaluator.Load(saved);
                }
            }
        }

        Count(classes, "true", expected.Contains(true));
        Count(classes, "false", expected.Contains(false));
        Count(classes, "unknown", expected.Contains(null));
        Count(classes, "for", condition.For is not null);
        Count(classes, "sequence", condition is SequenceCondition);
        Count(classes, "crossing", condition.LeavesOf().Any(leaf => leaf.Op.IsCrossing));
        Count(classes, "rewound", rewound);
        Count(classes, "reloaded", reloaded);
    }

    private static void Count(Dictionary<string, int> classes, string name, bool met) => classes[name] += met ? 1 : 0;

    private static LeafCondition IsOne(string indicator) => new("", indicator, LeafOp.EqualTo, Threshold.Number(1), null);

    private static string Play(Condition condition, params double[][] columns)
    {
        var count = columns[0].Length;
        var (evaluator, _) = Evaluator(condition, [.. Enumerable.Range(0, count).Select(n => n * 1_000L)], columns);
        evaluator.EvaluateTo(0, count);
        return string.Concat(Enumerable.Range(0, count).Select(i => evaluator.Verdict(i) switch { true => '1', false => 'f', null => '?' }));
    }

    private static (SectionEvaluator Evaluator, Func<SectionEvaluator> Reload) Evaluator(Condition condition, double[] values) =>
        Evaluator(condition, [.. Enumerable.Range(0, values.Length).Select(n => n * 1_000L)], [values]);

    private static (SectionEvaluator Evaluator, Func<SectionEvaluator> Reload) Evaluator(Condition condition, long[] times, double[][] columns)
    {
        var compiled = CompiledCondition.Compile(condition, name => Array.IndexOf(RandomConditions.Names, name));
        var source = new Columns(columns, times);
        source.Move(0, times.Length);
        var block = new BlockColumns([.. Enumerable.Range(0, columns.Length)]);
        block.Begin(source.Batch, 0, source);
        return (new SectionEvaluator(compiled, block), () => new SectionEvaluator(compiled, block));
    }
}
