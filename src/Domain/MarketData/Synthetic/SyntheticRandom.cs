using System.Numerics;

namespace Trading.Domain.MarketData.Synthetic;

/// <summary>xoshiro256++: its whole state is four numbers, so a generator can be stored and resumed; the same on every machine and version.</summary>
internal struct SyntheticRandom
{
    private const double UnitOf53Bits = 1.0 / (1UL << 53);
    private const double UnitOf16Bits = 1.0 / 65_536;
    private static readonly double SqrtOf3 = Math.Sqrt(3);

    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public SyntheticRandom(ulong seed) => (_a, _b, _c, _d) = (Spread(ref seed), Spread(ref seed), Spread(ref seed), Spread(ref seed));

    public SyntheticRandom(ReadOnlySpan<ulong> state) => (_a, _b, _c, _d) = (state[0], state[1], state[2], state[3]);

    public readonly ulong[] State => [_a, _b, _c, _d];

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_a + _d, 23) + _a;
        var carry = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= carry;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>At least 0, below 1.</summary>
    public double Unit() => (Next() >> 11) * UnitOf53Bits;

    public double Between(double low, double high) => low + ((high - low) * Unit());

    /// <summary>Mean 0, variance 1, within ±3.5: a sum of four uniforms, which needs no transcendental function.</summary>
    public double Bell()
    {
        var bits = Next();
        var sum = (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        return ((sum * UnitOf16Bits) - 2) * SqrtOf3;
    }

    // SplitMix64: turns any seed, 0 included, into a good state.
    private static ulong Spread(ref ulong seed)
    {
        seed += 0x9E3779B97F4A7C15;
        var z = seed;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
