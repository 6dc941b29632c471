namespace Trading.Domain.Indicators.Histories;

/// <summary>Highest and lowest price of the points that a checkpoint stands for; infinities when it holds none.</summary>
internal struct ExtremePoint
{
    public double Max;
    public double Min;
}
