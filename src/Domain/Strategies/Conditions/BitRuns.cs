using System.Numerics;

namespace Trading.Domain.Strategies.Conditions;

/// <summary>Searches over masks of a block: bit i of word i / 64 is event i.</summary>
internal static class BitRuns
{
    private const int WordBits = 64;

    public static bool IsSet(ReadOnlySpan<ulong> words, int index) => ((words[index / WordBits] >> (index % WordBits)) & 1UL) != 0;

    /// <summary>First set bit in [from, to), else <paramref name="to"/>.</summary>
    public static int NextSet(ReadOnlySpan<ulong> words, int from, int to) => Next(words, from, to, flip: 0UL);

    /// <summary>First clear bit in [from, to), else <paramref name="to"/>.</summary>
    public static int NextClear(ReadOnlySpan<ulong> words, int from, int to) => Next(words, from, to, flip: ulong.MaxValue);

    /// <summary>Sets the bits [from, to).</summary>
    public static void Set(Span<ulong> words, int from, int to)
    {
        for (var word = from / WordBits; word * WordBits < to; word++)
        {
            var origin = word * WordBits;
            var low = Math.Max(from - origin, 0);
            var high = Math.Min(to - origin, WordBits);
            words[word] |= (high == WordBits ? ulong.MaxValue : (1UL << high) - 1) & (ulong.MaxValue << low);
        }
    }

    private static int Next(ReadOnlySpan<ulong> words, int from, int to, ulong flip)
    {
        if (from >= to)
        {
            return to;
        }

        var word = from / WordBits;
        var bits = (words[word] ^ flip) & (ulong.MaxValue << (from % WordBits));
        while (bits == 0)
        {
            word++;
            if (word * WordBits >= to)
            {
                return to;
            }

            bits = words[word] ^ flip;
        }

        return Math.Min((word * WordBits) + BitOperations.TrailingZeroCount(bits), to);
    }
}
