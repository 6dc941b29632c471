using System.IO.Compression;
using System.Text;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Storage.MarketData;
using Trading.Storage.MarketData.Import;
using Trading.Testing;

namespace Trading.Storage.Tests.MarketData;

/// <summary>Files imported into memory, the way that an import into the database goes.</summary>
public sealed class Imported
{
    public static readonly Symbol Xrp = Domain.Instruments.Symbol.Parse("XRP_USDT");

    private Imported(Symbol symbol) => Symbol = new DatasetSymbol(symbol, "test", InstrumentTerms.None, []);

    public MemorySegments Segments { get; } = new();

    public DatasetSymbol Symbol { get; private set; }

    public ImportOutcome Outcome { get; private set; } = new([], 0, 0, []);

    public StoredMarketData Reader => new([Symbol], Segments);

    public static Imported Into(Symbol symbol) => new(symbol);

    public static async Task<Imported> CsvAsync(SeriesKind kind, string csv, bool skipBadRows = false, string interval = "1m") =>
        await new Imported(Xrp).AddAsync(kind, Encoding.UTF8.GetBytes(csv), skipBadRows, interval);

    public static async Task<Imported> FileAsync(SeriesKind kind, byte[] file, bool skipBadRows = false, ImportLimits? limits = null) =>
        await new Imported(Xrp).AddAsync(kind, file, skipBadRows, "1m", limits);

    public static byte[] Gzip(string text)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return output.ToArray();
    }

    public static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var output = new MemoryStream();
        using (var zip = new ZipArchive(output, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return output.ToArray();
    }

    /// <summary>Imports a file of the reference data and expects success.</summary>
    public async Task<Imported> AddSharedAsync(SeriesKind kind, string name, string interval = "1m")
    {
        await using var file = File.OpenRead(SharedFolder.PathOf($"data/{name}.csv.gz"));
        return await AddAsync(kind, file, skipBadRows: false, interval, limits: null);
    }

    public async Task<Imported> AddAsync(SeriesKind kind, byte[] bytes, bool skipBadRows = false, string interval = "1m", ImportLimits? limits = null)
    {
        using var file = new MemoryStream(bytes);
        return await AddAsync(kind, file, skipBadRows, interval, limits);
    }

    public async Task<Imported> AddAsync(SeriesKind kind, Stream file, bool skipBadRows, string interval, ImportLimits? limits)
    {
        var request = new ImportRequest(Symbol.Symbol, kind, CandleInterval.Parse(interval), skipBadRows);
        Outcome = await SeriesImporter.ImportAsync(file, request, Segments, limits: limits);
        (Symbol, _) = Symbol.Take(Symbol.Venue, InstrumentTerms.None, Outcome);
        return this;
    }

    public void Add(ImportOutcome outcome, InstrumentTerms terms)
    {
        Outcome = outcome;
        (Symbol, _) = Symbol.Take(Symbol.Venue, terms, outcome);
    }

    /// <summary>All events of the symbol as plain values.</summary>
    public List<Event> Events(MarketQuery? query = null) =>
        [.. Reader.ReadBatches(query ?? new MarketQuery(Symbol.Symbol), CancellationToken.None).SelectMany(Event.Of)];

    public List<Event> MarketEvents() => [.. Events().Where(market => market.Kind is not MarketEventKind.Heartbeat)];
}
