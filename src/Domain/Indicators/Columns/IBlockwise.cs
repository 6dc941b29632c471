namespace Trading.Domain.Indicators.Columns;

/// <summary>A column whose state must see every block, because what it reads is forgotten afterwards.</summary>
internal interface IBlockwise
{
    /// <summary>Called once before the next block begins: takes in the block unless its column was asked for.</summary>
    void FinishBlock(Block block);

    /// <summary>Called next: no event falls between the block and <paramref name="nextNow"/>, the reference time of the next event.</summary>
    void AdvanceTo(long nextNow);
}
