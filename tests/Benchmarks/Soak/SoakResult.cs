namespace Trading.Benchmarks.Soak;

/// <param name="Orders">Acknowledged to the traders by hand.</param>
/// <param name="Broken">Rules that the service broke; empty when it kept all.</param>
internal sealed record SoakResult(IReadOnlyList<SoakSample> Samples, int Orders, double OrdersPerSecond, IReadOnlyList<string> Broken)
{
    public SoakSample At(TimeSpan since) => Samples.First(sample => sample.At >= since);

    public SoakSample Last => Samples[^1];

    /// <summary>Of the heap from a sample on, by least squares over all that follow, in per cent of that sample's heap an hour.</summary>
    public double HeapGrowthPctPerHour(TimeSpan from)
    {
        var points = Samples.Where(sample => sample.At >= from).Select(sample => (X: sample.At.TotalHours, Y: (double)sample.HeapBytes)).ToList();
        var (meanX, meanY) = (points.Average(point => point.X), points.Average(point => point.Y));
        var spread = points.Sum(point => (point.X - meanX) * (point.X - meanX));
        return spread > 0 ? points.Sum(point => (point.X - meanX) * (point.Y - meanY)) / spread / At(from).HeapBytes * 100 : 0;
    }
}
