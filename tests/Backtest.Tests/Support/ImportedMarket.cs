using System.Buffers;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Synthetic;
using Trading.Storage.MarketData;
using Trading.Storage.MarketData.Import;
using Trading.Storage.MarketData.Segments;
using Trading.Testing;

namespace Trading.Backtest.Tests.Support;

/// <summary>Real recordings through the real importer, their segments kept in memory.</summary>
internal sealed class ImportedMarket : ISegmentSink, ISegmentSource
{
    private readonly List<(SegmentEntry Entry, byte[] Parquet)> _segments = [];
    private readonly Dictionary<Symbol, DatasetSymbol> _symbols = [];

    public StoredMarketData Data => new(_symbols.Values, this);

    public ReplayMarket[] Markets => [.. _symbols.Values.OrderBy(symbol => symbol.Symbol).Select(ReplaySetups.MarketOf)];

    public async Task<ImportedMarket> Add(Symbol symbol, SeriesKind kind, string file, CandleInterval? interval = null)
    {
        await using var stream = File.OpenRead(SharedFolder.PathOf($"data/{file}.csv.gz"));
        var outcome = await SeriesImporter.ImportAsync(
            stream, new ImportRequest(symbol, kind, interval, SkipBadRows: false), this, cancellation: TestContext.Current.CancellationToken);
        var known = _symbols.GetValueOrDefault(symbol) ?? new DatasetSymbol(symbol, "binance", InstrumentTerms.None, []);
        var (taken, fault) = known.Take("binance", InstrumentTerms.None, outcome);
        Assert.Null(fault);
        _symbols[symbol] = taken;
        return this;
    }

    public async Task<ImportedMarket> Add(SyntheticSpec spec)
    {
        var outcome = await SyntheticImporter.GenerateAsync(spec, this, cancellation: TestContext.Current.CancellationToken);
        _symbols[spec.Symbol] = new DatasetSymbol(
            spec.Symbol, SyntheticMarket.Venue, SyntheticImporter.TermsOf(spec), [.. outcome.Series], SyntheticScenarios.NameOf(spec.Scenario));
        return this;
    }

    public Task AppendAsync(SegmentEntry segment, ReadOnlyMemory<byte> parquet, CancellationToken cancellation)
    {
        _segments.Add((segment with { Id = _segments.Count }, parquet.ToArray()));
        return Task.CompletedTask;
    }

    public IReadOnlyList<SegmentEntry> List(Symbol symbol, SeriesKind kind) =>
        [.. _segments.Select(segment => segment.Entry).Where(entry => entry.Symbol == symbol && entry.Kind == kind)];

    public IMemoryOwner<byte> Load(SegmentEntry segment)
    {
        var stored = _segments[(int)segment.Id].Parquet;
        var bytes = new SegmentBytes(stored.Length);
        stored.CopyTo(bytes.Memory);
        return bytes;
    }
}
