using CsCheck;
using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;
using Trading.Exchanges.Remote.Wire;
using Trading.Exchanges.Tests.Simulated;
using Trading.ExchangeSimulator;
using Trading.ExchangeSimulator.Faults;
using Trading.ExchangeSimulator.Ledger;
using Trading.ExchangeSimulator.Pushes;
using Trading.Testing;

namespace Trading.Exchanges.Tests.Remote;

/// <summary>The exchange's own files: what a crash leaves of them is enough.</summary>
public sealed class JournalTests
{
    private static readonly int Cases = Environment.GetEnvironmentVariable("TRADING_TEST_SCALE") == "long" ? 1_000 : 50;

    [Fact]
    public async Task A_ledger_cut_anywhere_is_made_whole_again_from_the_inputs()
    {
        using var folder = new TemporaryFolder();
        await PlayAsync(folder.Path, 0, 60);
        var path = Path.Combine(folder.Path, "ledger.jsonl");
        var whole = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

        await Gen.Int[0, whole.Length].SampleAsync(
            async length =>
            {
                await File.WriteAllBytesAsync(path, whole[..length]);

                await PlayAsync(folder.Path, 60, 60);

                Assert.Equal(whole, await File.ReadAllBytesAsync(path));
            },
            iter: Cases, threads: 1);
    }

    [Fact]
    public async Task A_run_with_restarts_and_checkpoints_writes_the_ledger_of_one_without()
    {
        using var through = new TemporaryFolder();
        await PlayAsync(through.Path, 0, 60);
        var expected = await File.ReadAllTextAsync(Path.Combine(through.Path, "ledger.jsonl"), TestContext.Current.CancellationToken);

        await Gen.Int[0, 60].Array[1, 5].SampleAsync(
            async stops =>
            {
                using var folder = new TemporaryFolder();
                var from = 0;
                foreach (var stop in stops.Append(60).Order())
                {
                    await PlayAsync(folder.Path, from, stop, inputBytesMax: 2_000);
                    from = stop;
                }

                Assert.Equal(expected, await File.ReadAllTextAsync(Path.Combine(folder.Path, "ledger.jsonl")));
                Assert.True(File.Exists(Path.Combine(folder.Path, "checkpoint.json")));
            },
            iter: Cases, threads: 1);
    }

    [Fact]
    public async Task A_ledger_that_says_something_else_than_the_inputs_is_refused()
    {
        using var folder = new TemporaryFolder();
        await PlayAsync(folder.Path, 0, 60);
        var path = Path.Combine(folder.Path, "ledger.jsonl");
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(path, text.Replace("\"price\":101", "\"price\":100", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var refusal = Assert.Throws<InvalidDataException>(() => Journal.Open(folder.Path, long.MaxValue));

        Assert.Contains("of the ledger is", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_come_from_the_seed_at_the_rate_that_was_set()
    {
        var (first, same, other) = (PlanOf(seed: 1), PlanOf(seed: 1), PlanOf(seed: 2));

        var draws = Enumerable.Range(0, 10_000).Select(moment => (First: Strikes(first, moment), Same: Strikes(same, moment), Other: Strikes(other, moment))).ToList();

        Assert.All(draws, draw => Assert.Equal(draw.First, draw.Same));
        Assert.Contains(draws, draw => draw.First != draw.Other);
        Assert.InRange(draws.Count(draw => draw.First), 2_300, 2_700);
    }

    private static bool Strikes(FaultPlan plan, int moment) => plan.Draw(FaultKinds.Reordered, "acc-test", "o-1", null, moment) is not null;

    private static FaultPlan PlanOf(ulong seed)
    {
        var plan = new FaultPlan();
        plan.Set(new FaultRule { Kind = FaultKinds.Reordered, Probability = 0.25, Seed = seed });
        return plan;
    }

    /// <summary>A fixed play of orders, cancels, quotes and faults, from one step to another, as a process of its own would.</summary>
    private static async Task PlayAsync(string folder, int from, int to, long inputBytesMax = long.MaxValue)
    {
        var (journal, state) = Journal.Open(folder, inputBytesMax);
        await using var closing = journal;
        var time = new StepTime();
        var exchange = new Exchange(state, journal, new PushBoard(), time);
        for (var step = from; step < to; step++)
        {
            time.Step = step;
            var answer = await ActAsync(exchange, step);
            Assert.True(answer.Status is 200 or 204 or 0, answer.ToString());
        }
    }

    private static Task<Answer> ActAsync(Exchange exchange, int step) => (step, step % 4) switch
    {
        (0, _) => exchange.OpenAsync(new VenueTerms(
            "acc-1", new() { LatencyJitter = TimeSpan.FromMilliseconds(40), RejectPct = 5m }, 7, 10_000m,
            [new VenueListing(VenueBench.Market(MarketSeries.Trades | MarketSeries.Book), "ses-1", true)])),
        (1, _) => exchange.SetFaultAsync(new FaultRule { Kind = FaultKinds.ResponseLost, Probability = 0.3 }),
        (2, _) => exchange.SetFaultAsync(new FaultRule { Kind = FaultKinds.FillDuringCancel, Next = 2 }),
        (_, 0) => exchange.SubmitAsync("acc-1", Submit(VenueBench.Order($"o-{step}", Side.Buy, OrderType.Market, 1m, leverage: 10), step)),
        (_, 1) => exchange.SubmitAsync("acc-1", Submit(VenueBench.Order($"o-{step}", Side.Sell, OrderType.Limit, 1m, 105m), step)),
        (_, 2) => exchange.CancelAsync("acc-1", $"o-{step - 5}", new WireCancel(VenueBench.Symbol, VenueBench.At(step * 1_000))),
        _ => exchange.AdvanceAsync(new WireMarket("acc-1", "ses-1", step, false, WireBatch.Of(Quote(step)))),
    };

    private static WireSubmit Submit(OrderRequest order, int step) => new(order, VenueBench.At(step * 1_000), VenueBench.At(step * 1_000), 60_000);

    private static MarketBatch Quote(int step)
    {
        var book = new MarketEvent
        {
            Kind = MarketEventKind.Book,
            TimeMs = VenueBench.At(step * 1_000).ToUnixTimeMilliseconds(),
            Price = Scaled.FromDecimal(100m, VenueBench.PriceScale),
            Quantity = 5_000 + step,
            AskPrice = Scaled.FromDecimal(101m, VenueBench.PriceScale),
            AskQuantity = 5_000 + step,
            DepthIndex = -1,
        };
        return new(VenueBench.Symbol, VenueBench.PriceScale, VenueBench.QuantityScale, [book], 1);
    }

    private sealed class StepTime : TimeProvider
    {
        public int Step { get; set; }

        public override DateTimeOffset GetUtcNow() => VenueBench.At(Step * 1_000);
    }
}
