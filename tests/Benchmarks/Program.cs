using System.Globalization;
using BenchmarkDotNet.Running;
using Trading.Benchmarks;
using Trading.Benchmarks.Data;
using Trading.Benchmarks.Measures;
using Trading.Benchmarks.Micro;
using Trading.Benchmarks.Replay;
using Trading.Benchmarks.Soak;

// Which measures (all, one of those below, or one of ServiceMeasures) and, optionally, over how many events, symbols, orders or kills (for soak: minutes).
const long EventsDefault = 20_000_000;
const long PeakEventsDefault = 100_000_000;
const long SoakMinutesDefault = 60;
var measures = args.Length > 0 ? args[0] : "all";
long? given = args.Length > 1 ? long.Parse(args[1], CultureInfo.InvariantCulture) : null;

switch (measures)
{
    case "micro":
        BenchmarkRunner.Run<KernelBenchmarks>();
        return 0;
    case "peak":
        MemoryMeasure.RunPeak(given ?? PeakEventsDefault);
        return 0;
    case "soak":
        return await SoakMeasure.RunAsync(given ?? SoakMinutesDefault) ? 0 : 1;
    case "all" or "replay" or "growth" or "memory" or "sweep":
        break;
    default:
        if (await ServiceMeasures.RunAsync(measures, given))
        {
            return 0;
        }

        Console.Error.WriteLine($"Unknown measure '{measures}': all, replay, growth, memory, sweep, {string.Join(", ", ServiceMeasures.Names)}, service for those all, soak or micro.");
        return 2;
}

const int RoundCount = 3;
Report.Machine();
using (var market = BenchMarket.Generate(given ?? EventsDefault))
{
    var arrays = market.ToArrays();
    if (measures is "all" or "replay")
    {
        SpeedMeasure.Run(market, arrays, RoundCount);
    }

    if (measures is "all" or "growth")
    {
        GrowthMeasure.Run(arrays, RoundCount);
    }

    if (measures is "all" or "memory")
    {
        MemoryMeasure.Allocations(market, arrays);
    }

    if (measures is "all" or "sweep")
    {
        SweepMeasure.Run(market, RoundCount);
    }
}

if (measures is "all" or "memory")
{
    MemoryMeasure.Peak(given is null ? PeakEventsDefault : given.Value * 5);
}

if (measures is "all")
{
    await ServiceMeasures.RunAllAsync();
}

return 0;
