using BenchmarkDotNet.Attributes;
using Trading.Benchmarks.Data;
using Trading.Benchmarks.Replay;

namespace Trading.Benchmarks.Micro;

/// <summary>A short replay of the sample strategy, set-up included, against the loop written by hand; figures are for one event.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class KernelBenchmarks
{
    private const int Events = 200_000;

    private ArrayMarket _market = null!;

    [GlobalSetup]
    public void Generate()
    {
        using var market = BenchMarket.Generate(Events);
        _market = market.ToArrays();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public decimal HandWrittenLoop() => Equality.RunLoop(_market.Symbols[0], _market.Batches).Balance;

    [Benchmark(OperationsPerInvoke = Events)]
    public decimal Kernel() => SampleRun.Go(_market, SampleRun.Sample).Outcome.Report!.FinalEquity;
}
