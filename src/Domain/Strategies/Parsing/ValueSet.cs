namespace Trading.Domain.Strategies.Parsing;

/// <summary>A set of real numbers as disjoint intervals in rising order.</summary>
internal sealed class ValueSet
{
    private readonly Interval[] _intervals;

    private ValueSet(IEnumerable<Interval> intervals) => _intervals = [.. intervals];

    /// <param name="Low">Negative infinity is open.</param>
    private readonly record struct Interval(double Low, bool LowIncluded, double High, bool HighIncluded)
    {
        public bool IsEmpty => Low > High || (Low == High && !(LowIncluded && HighIncluded));
    }

    public static ValueSet All { get; } = new([new Interval(double.NegativeInfinity, false, double.PositiveInfinity, false)]);

    public bool IsEmpty => _intervals.Length == 0;

    public static ValueSet Point(double value) => new([new Interval(value, true, value, true)]);

    public static ValueSet Above(double low, bool included) => new([new Interval(low, included, double.PositiveInfinity, false)]);

    public static ValueSet Below(double high, bool included) => new([new Interval(double.NegativeInfinity, false, high, included)]);

    public static ValueSet Between(double low, double high) => new([new Interval(low, true, high, true)]);

    public ValueSet Intersect(ValueSet other) => new(
        from one in _intervals
        from two in other._intervals
        let both = Common(one, two)
        where !both.IsEmpty
        select both);

    public ValueSet Union(ValueSet other) => Complement().Intersect(other.Complement()).Complement();

    public ValueSet Complement()
    {
        var gaps = new List<Interval>();
        var (low, included) = (double.NegativeInfinity, false);
        foreach (var interval in _intervals)
        {
            gaps.Add(new Interval(low, included, interval.Low, !interval.LowIncluded && !double.IsInfinity(interval.Low)));
            (low, included) = (interval.High, !interval.HighIncluded && !double.IsInfinity(interval.High));
        }

        gaps.Add(new Interval(low, included, double.PositiveInfinity, false));
        return new ValueSet(gaps.Where(gap => !gap.IsEmpty));
    }

    private static Interval Common(Interval one, Interval two)
    {
        var (low, lowIncluded) = one.Low > two.Low ? (one.Low, one.LowIncluded)
            : one.Low < two.Low ? (two.Low, two.LowIncluded)
            : (one.Low, one.LowIncluded && two.LowIncluded);
        var (high, highIncluded) = one.High < two.High ? (one.High, one.HighIncluded)
            : one.High > two.High ? (two.High, two.HighIncluded)
            : (one.High, one.HighIncluded && two.HighIncluded);
        return new Interval(low, lowIncluded, high, highIncluded);
    }
}
