namespace Trading.Domain.Indicators.Columns;

/// <summary>A column whose state must see every block, because what it reads is forgotten afterwards.</summary>
internal interface IBlockwise
{
    /// <summary>Called once before the next block begins: takes in the block unless its column was asked for.</summary>
    void FinishBlock(Block block);

    /// <summary>Called next: nothing falls between the block and <paramref name="until"/>.</summary>
    /// <param name="nextNow">Reference time of the next event, at or after <paramref name="until"/>.</param>
    void AdvanceTo(long until, long nextNow);
}
