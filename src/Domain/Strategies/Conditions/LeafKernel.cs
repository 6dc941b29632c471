using System.Runtime.Intrinsics;

namespace Trading.Domain.Strategies.Conditions;

/// <summary>Runs a leaf over a range of a block. A value that is not finite is unknown and sets neither mask.</summary>
internal static class LeafKernel
{
    private const int Lanes = 4;
    private const int WordBits = 64;

    /// <summary>Sets the bits of the range in <paramref name="isTrue"/> and <paramref name="isKnown"/>, and clears all others of the words that it touches.</summary>
    public static void Masks(LeafOp op, in LeafInput input, int from, int to, Span<ulong> isTrue, Span<ulong> isKnown)
    {
        switch (op)
        {
            case LeafOp.Above or LeafOp.CrossesAbove:
                Masks<AboveTest>(input, from, to, isTrue, isKnown);
                break;
            case LeafOp.AtLeast:
                Masks<AtLeastTest>(input, from, to, isTrue, isKnown);
                break;
            case LeafOp.Below or LeafOp.CrossesBelow:
                Masks<BelowTest>(input, from, to, isTrue, isKnown);
                break;
            case LeafOp.AtMost:
                Masks<AtMostTest>(input, from, to, isTrue, isKnown);
                break;
            case LeafOp.EqualTo:
                Masks<EqualToTest>(input, from, to, isTrue, isKnown);
                break;
            case LeafOp.NotEqualTo:
                Masks<NotEqualToTest>(input, from, to, isTrue, isKnown);
                break;
            case LeafOp.Between:
                Masks<BetweenTest>(input, from, to, isTrue, isKnown);
                break;
            case LeafOp.Outside:
                Masks<OutsideTest>(input, from, to, isTrue, isKnown);
                break;
            default:
                throw new InvariantException($"Leaf operator {op} is unknown.");
        }
    }

    /// <summary>Smallest distance over the range; positive infinity when no value is known. A crossing measures its distance from the line.</summary>
    public static double Closest(LeafOp op, in LeafInput input, int from, int to) => op switch
    {
        LeafOp.Above => Closest<AboveTest>(input, from, to),
        LeafOp.AtLeast => Closest<AtLeastTest>(input, from, to),
        LeafOp.Below => Closest<BelowTest>(input, from, to),
        LeafOp.AtMost => Closest<AtMostTest>(input, from, to),
        LeafOp.EqualTo or LeafOp.CrossesAbove or LeafOp.CrossesBelow => Closest<EqualToTest>(input, from, to),
        LeafOp.NotEqualTo => Closest<NotEqualToTest>(input, from, to),
        LeafOp.Between => Closest<BetweenTest>(input, from, to),
        LeafOp.Outside => Closest<OutsideTest>(input, from, to),
        _ => throw new InvariantException($"Leaf operator {op} is unknown."),
    };

    private static void Masks<TTest>(in LeafInput input, int from, int to, Span<ulong> isTrue, Span<ulong> isKnown)
        where TTest : ILeafTest
    {
        for (var word = from / WordBits; word <= (to - 1) / WordBits; word++)
        {
            var origin = word * WordBits;
            var i = Math.Max(from, origin);
            var end = Math.Min(to, origin + WordBits);
            ulong truth = 0;
            ulong known = 0;
            for (; i <= end - Lanes; i += Lanes)
            {
                var (value, low, high) = input.Four(i);
                var valid = IsFinite(value) & IsFinite(low);
                known |= (ulong)valid.ExtractMostSignificantBits() << (i - origin);
                truth |= (ulong)(TTest.IsTrue(value, low, high) & valid).ExtractMostSignificantBits() << (i - origin);
            }

            for (; i < end; i++)
            {
                var (value, low, high) = input.One(i);
                if (double.IsFinite(value) && double.IsFinite(low))
                {
                    known |= 1UL << (i - origin);
                    truth |= (TTest.IsTrue(value, low, high) ? 1UL : 0UL) << (i - origin);
                }
            }

            isTrue[word] = truth;
            isKnown[word] = known;
        }
    }

    private static double Closest<TTest>(in LeafInput input, int from, int to)
        where TTest : ILeafTest
    {
        var best = double.PositiveInfinity;
        var i = from;
        if (to - from >= Lanes)
        {
            var bests = Vector256.Create(double.PositiveInfinity);
            for (; i <= to - Lanes; i += Lanes)
            {
                var (value, low, high) = input.Four(i);
                var distance = TTest.Distance(value, low, high);
                bests = Vector256.Min(
                    bests, Vector256.ConditionalSelect(IsFinite(value) & IsFinite(low), distance, Vector256.Create(double.PositiveInfinity)));
            }

            best = Math.Min(Math.Min(bests[0], bests[1]), Math.Min(bests[2], bests[3]));
        }

        for (; i < to; i++)
        {
            var (value, low, high) = input.One(i);
            if (double.IsFinite(value) && double.IsFinite(low))
            {
                best = Math.Min(best, TTest.Distance(value, low, high));
            }
        }

        return best;
    }

    // NaN fails every comparison, so one test covers it and both infinities.
    private static Vector256<double> IsFinite(Vector256<double> value) =>
        Vector256.LessThanOrEqual(Vector256.Abs(value), Vector256.Create(double.MaxValue));
}

/// <summary>What a leaf compares: a column with numbers or with another column.</summary>
internal readonly ref struct LeafInput(ReadOnlySpan<double> values, ReadOnlySpan<double> others, double low, double high)
{
    private readonly ReadOnlySpan<double> _values = values;
    private readonly ReadOnlySpan<double> _others = others;

    public (double Value, double Low, double High) One(int index)
    {
        if (_others.IsEmpty)
        {
            return (_values[index], low, high);
        }

        var other = _others[index];
        return (_values[index], other, other);
    }

    public (Vector256<double> Value, Vector256<double> Low, Vector256<double> High) Four(int index)
    {
        var value = Vector256.Create(_values.Slice(index, 4));
        if (_others.IsEmpty)
        {
            return (value, Vector256.Create(low), Vector256.Create(high));
        }

        var other = Vector256.Create(_others.Slice(index, 4));
        return (value, other, other);
    }
}
