using Orleans;

namespace Trading.Domain.Positions;

/// <summary>The marks that a position has seen. A struct, so that a mark costs four comparisons and no allocation.</summary>
/// <param name="Mark">Latest mark; 0 before the first.</param>
/// <param name="Highest">Highest since the round trip's first fill, the mark at that fill included.</param>
/// <param name="Lowest">Lowest since the round trip's first fill.</param>
/// <param name="SegmentHighest">Highest since quantity or cost last changed; excursions are folded from it at the next change.</param>
/// <param name="SegmentLowest">Lowest since quantity or cost last changed.</param>
[GenerateSerializer, Immutable, Alias("mark-range")]
public readonly record struct MarkRange(
    [property: Id(0)] decimal Mark,
    [property: Id(1)] decimal Highest,
    [property: Id(2)] decimal Lowest,
    [property: Id(3)] decimal SegmentHighest,
    [property: Id(4)] decimal SegmentLowest)
{
    public static MarkRange StartingAt(decimal mark) => new(mark, mark, mark, mark, mark);

    public MarkRange With(decimal mark)
    {
        if (mark == Mark)
        {
            return this;
        }

        return mark > Mark
            ? new(mark, Math.Max(Highest, mark), Lowest, Math.Max(SegmentHighest, mark), SegmentLowest)
            : new(mark, Highest, Math.Min(Lowest, mark), SegmentHighest, Math.Min(SegmentLowest, mark));
    }

    public MarkRange NewSegment() => this with { SegmentHighest = Mark, SegmentLowest = Mark };
}
