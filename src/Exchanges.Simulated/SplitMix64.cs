namespace Trading.Exchanges.Simulated;

/// <summary>A small seeded generator whose whole state is one number, so that a snapshot holds it (Steele, Lea, Flood 2014).</summary>
internal struct SplitMix64(ulong state)
{
    private const double UnitOf53Bits = 1.0 / (1UL << 53);

    public ulong State { get; private set; } = state;

    /// <summary>Evenly distributed in [0, 1).</summary>
    public double NextUnit() => (NextBits() >> 11) * UnitOf53Bits;

    /// <summary>Evenly distributed in 0 … <paramref name="max"/>, both included.</summary>
    public long NextUpTo(long max) => (long)((UInt128)NextBits() * ((ulong)max + 1) >> 64);

    private ulong NextBits()
    {
        unchecked
        {
            State += 0x9E3779B97F4A7C15;
            var bits = State;
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            return bits ^ (bits >> 31);
        }
    }
}
