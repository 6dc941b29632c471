using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Trading.Domain.Instruments;

namespace Trading.Domain.Sessions.Results;

/// <summary>
/// SHA-256 over UTF-8 lines joined by \n, in order of time, those of one millisecond in order of their bytes; members separated by <c>|</c>,
/// absent ones empty, times in Unix ms, enums by name. An order's line stands where the order ended. No ids, no wall times. Two runs with one
/// fingerprint did the same.
/// <code>
/// order|ordinal|symbol|side|type|quantity|price|time|status|reason|filled|average
/// fill|order ordinal|price|quantity|fee|liquidity|time
/// funding|symbol|quantity|mark|rate|payment|time
/// equity|time|equity|balance
/// </code>
/// </summary>
public sealed class Fingerprint : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    // Grains tell of one millisecond in no order: its lines wait here until time goes on, one behind the other.
    private readonly List<byte> _lines = [];
    private readonly List<Range> _waiting = [];
    private long _timeMs = long.MinValue;
    private bool _hasLines;

    /// <param name="at">When the order ended.</param>
    public void Add(in OrderResult order, DateTimeOffset at) => AddLine(at, string.Join('|',
        "order", order.Ordinal.ToString(CultureInfo.InvariantCulture), order.Symbol.Value, order.Side.ToString(), order.Type.ToString(),
        CanonicalDecimal.Format(order.Quantity), CanonicalDecimal.Format(order.Price), Time(order.At), order.Status.ToString(),
        order.Reason, CanonicalDecimal.Format(order.FilledQuantity), CanonicalDecimal.Format(order.AveragePrice)));

    public void Add(in FillResult fill) => AddLine(fill.At, string.Join('|',
        "fill", fill.OrderOrdinal?.ToString(CultureInfo.InvariantCulture), CanonicalDecimal.Format(fill.Price),
        CanonicalDecimal.Format(fill.Quantity), CanonicalDecimal.Format(fill.Fee), fill.Liquidity.ToString(), Time(fill.At)));

    public void Add(Symbol symbol, in FundingResult funding) => AddLine(funding.At, string.Join('|',
        "funding", symbol.Value, CanonicalDecimal.Format(funding.Quantity), CanonicalDecimal.Format(funding.Mark),
        CanonicalDecimal.Format(funding.Rate), CanonicalDecimal.Format(funding.Payment), Time(funding.At)));

    /// <summary>A point comes every minute for years of event time: its line is made without a string.</summary>
    public void Add(in EquityPoint point)
    {
        Span<byte> line = stackalloc byte[4 * CanonicalDecimal.LengthMax];
        "equity|"u8.CopyTo(line);
        var length = "equity|"u8.Length;
        point.At.ToUnixTimeMilliseconds().TryFormat(line[length..], out var written, provider: CultureInfo.InvariantCulture);
        length += written;
        line[length++] = (byte)'|';
        length += CanonicalDecimal.Format(point.Equity, line[length..]);
        line[length++] = (byte)'|';
        length += CanonicalDecimal.Format(point.Balance, line[length..]);
        AddLine(point.At.ToUnixTimeMilliseconds(), line[..length]);
    }

    /// <summary>Lower-case hex of everything before the newest millisecond, which is part of it once time has gone on; more may be added after.</summary>
    public string Current()
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetCurrentHash(digest);
        return Convert.ToHexStringLower(digest);
    }

    /// <summary>Nothing more comes of the newest millisecond.</summary>
    public void Complete()
    {
        Write();
        _waiting.Clear();
        _lines.Clear();
    }

    public void Dispose() => _hash.Dispose();

    private static string Time(DateTimeOffset at) => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private void AddLine(DateTimeOffset at, string line) => AddLine(at.ToUnixTimeMilliseconds(), Encoding.UTF8.GetBytes(line));

    private void AddLine(long timeMs, ReadOnlySpan<byte> line)
    {
        if (timeMs != _timeMs)
        {
            Complete();
            _timeMs = timeMs;
        }

        _waiting.Add(_lines.Count..(_lines.Count + line.Length));
        _lines.AddRange(line);
    }

    private void Write()
    {
        var bytes = CollectionsMarshal.AsSpan(_lines);
        if (_waiting.Count > 1)
        {
            _waiting.Sort(Compare);
        }

        foreach (var line in _waiting)
        {
            if (_hasLines)
            {
                _hash.AppendData("\n"u8);
            }

            _hasLines = true;
            _hash.AppendData(bytes[line]);
        }
    }

    private int Compare(Range one, Range other)
    {
        var bytes = CollectionsMarshal.AsSpan(_lines);
        return bytes[one].SequenceCompareTo(bytes[other]);
    }
}
