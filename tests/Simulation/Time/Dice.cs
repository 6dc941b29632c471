namespace Trading.Simulation.Time;

/// <summary>The one source of chance of a run. Its numbers depend on the seed alone, not on the runtime's version, so that a kept seed stays what it was.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>0 … <paramref name="count"/> − 1.</summary>
    public int Next(int count) => (int)((UInt128)Bits() * (ulong)count >> 64);

    public long Between(long least, long most) => least + Next((int)(most - least + 1));

    public bool OneIn(int count) => Next(count) == 0;

    public bool Percent(int percent) => Next(100) < percent;

    public ulong Bits()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var bits = _state;
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            return bits ^ (bits >> 31);
        }
    }
}
