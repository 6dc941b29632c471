using System.Globalization;
using Trading.Benchmarks.Data;
using Trading.Benchmarks.Measures;
using Trading.Benchmarks.Replay;

var events = args.Length > 1 ? long.Parse(args[1], CultureInfo.InvariantCulture) : 20_000_000;
Report.Machine();
using var market = BenchMarket.Generate(events);
var arrays = market.ToArrays();
SpeedMeasure.Run(market, arrays, 3);
