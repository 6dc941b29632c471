using System.Buffers.Text;
using Trading.Domain.MarketData;

namespace Trading.Storage.MarketData.Export;

/// <summary>Writes values as exact UTF-8 text.</summary>
internal static class CsvText
{
    /// <summary>Enough for any value.</summary>
    public const int LengthMax = 32;

    /// <summary>A scaled integer as a decimal without trailing zeros.</summary>
    /// <returns>Bytes written.</returns>
    public static int Write(long scaled, int scale, Span<byte> text)
    {
        while (scale > 0 && scaled % 10 == 0)
        {
            scaled /= 10;
            scale--;
        }

        var length = 0;
        if (scaled < 0)
        {
            text[length++] = (byte)'-';
            scaled = -scaled;
        }

        Span<byte> digits = stackalloc byte[LengthMax];
        Utf8Formatter.TryFormat(scaled, digits, out var count);
        for (var missing = scale + 1 - count; missing > 0; missing--)
        {
            text[length++] = (byte)'0';
            if (missing == scale + 1 - count)
            {
                text[length++] = (byte)'.';
            }
        }

        var whole = count > scale ? count - scale : 0;
        digits[..whole].CopyTo(text[length..]);
        length += whole;
        if (whole > 0 && scale > 0)
        {
            text[length++] = (byte)'.';
        }

        digits[whole..count].CopyTo(text[length..]);
        return length + count - whole;
    }

    public static ReadOnlySpan<byte> Side(long side) => (TakerSide)side switch
    {
        TakerSide.Buy => "buy"u8,
        TakerSide.Sell => "sell"u8,
        _ => "unknown"u8,
    };
}
