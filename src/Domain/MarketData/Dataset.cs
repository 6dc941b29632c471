using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans;

namespace Trading.Domain.MarketData;

/// <summary>A named collection of recorded series, immutable from the first session or sweep on (<see cref="SealedBy"/>). All methods are pure.</summary>
/// <param name="SealedBy">The first user, a session or sweep id; null while it may still grow.</param>
/// <param name="Symbols">What finished imports brought, by symbol.</param>
[GenerateSerializer, Immutable, Alias("dataset")]
public sealed record Dataset(
    [property: Id(0)] string Id,
    [property: Id(1)] string Owner,
    [property: Id(2)] string Name,
    [property: Id(3)] bool Shared,
    [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5)] string? SealedBy,
    [property: Id(6)] ImmutableArray<DatasetSymbol> Symbols,
    [property: Id(7)] ImmutableArray<ImportRecord> Imports)
{
    /// <summary>Code of a refusal that stands on <see cref="State"/> alone: the dataset is still importing, or failed to.</summary>
    public const string NotReady = "dataset_not_ready";

    /// <summary>The rule of names, for whoever refuses one. An address with <c>.</c> or <c>..</c> as a part of it is another address.</summary>
    public const string NameRule = "1 to 64 of a-z 0-9 . _ -, and neither . nor ..";

    private const int NameLengthMax = 64;
    private static readonly SearchValues<char> NameLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Importing while an import works; failed when all that was tried failed; else ready.</summary>
    [JsonIgnore]
    public DatasetState State =>
        Imports.Any(import => import.State is ImportState.Importing) ? DatasetState.Importing
        : Imports.Length > 0 && Imports.All(import => import.State is ImportState.Failed) ? DatasetState.Failed
        : DatasetState.Ready;

    public static Dataset Create(string id, string owner, string name, bool shared, DateTimeOffset now) =>
        new(id, owner, name, shared, now, SealedBy: null, Symbols: [], Imports: []);

    /// <summary>Whether the text may be a dataset's name: see <see cref="NameRule"/>.</summary>
    public static bool IsName(string? name) =>
        name is { Length: >= 1 and <= NameLengthMax } and not ("." or "..") && !name.AsSpan().ContainsAnyExcept(NameLetters);

    /// <summary>Some of it was generated, or is being generated or recorded from a generated feed.</summary>
    [JsonIgnore]
    public bool IsSynthetic =>
        Symbols.Any(symbol => symbol.Synthetic is not null) || Imports.Any(import => import is { IsSynthetic: true, State: not ImportState.Failed });

    public DatasetSymbol? Find(Instruments.Symbol symbol) => Symbols.FirstOrDefault(held => held.Symbol == symbol);

    /// <summary>Whether an import may start.</summary>
    /// <param name="interval">Of candles.</param>
    /// <param name="span">First and last time of the file when already known, so that an overlap is refused before any work.</param>
    /// <returns>Why not, with a pointer to a field of an import or a member of a generation: <c>dataset_sealed</c>, <c>dataset_overlap</c> or <c>conflict</c> (another venue, another interval, an import of the same kind at work); null when it may.</returns>
    public ValidationError? Refuse(ImportRecord import, string venue, CandleInterval? interval, DataGap? span)
    {
        if (SealedBy is { } by)
        {
            return new("", "dataset_sealed", $"Dataset {Name} is used by {by} and cannot change.");
        }

        if (Imports.Any(other => other.State is ImportState.Importing && other.Symbol == import.Symbol
            && (other.Kind is null || import.Kind is null || other.Kind == import.Kind)))
        {
            return import.Kind is null
                ? new("/symbol", "conflict", $"An import of {import.Symbol} is at work.")
                : new("/kind", "conflict", $"An import of the same kind of {import.Symbol} is at work.");
        }

        if (Find(import.Symbol) is not { } held)
        {
            return null;
        }

        if (held.Venue != venue)
        {
            return new(import.Kind is null ? "/symbol" : "/venue", "conflict", $"{import.Symbol} is from venue {held.Venue}, found {venue}.");
        }

        if (import.Kind is SeriesKind.Candles && held.Find(SeriesKind.Candles)?.Interval is { } known && known != interval)
        {
            return new("/interval", "conflict", $"The candles of {import.Symbol} are of {known}, found {interval}.");
        }

        // A generation or a recording brings every kind but candles.
        var kinds = import.Kind is { } kind ? [kind] : held.Series.Select(series => series.Kind).Where(other => other is not SeriesKind.Candles);
        var overlap = span is null ? null : kinds.Select(one => held.Overlap(one, span.FromMs, span.ToMs)).FirstOrDefault(overlap => overlap is not null);
        return overlap is not null && import.Kind is null ? overlap with { Pointer = "/symbol" } : overlap;
    }
}
