namespace Trading.Domain.Indicators;

/// <summary>Where a chart draws an indicator.</summary>
public enum IndicatorPlacement
{
    /// <summary>On the price axis.</summary>
    OverPrice = 0,

    /// <summary>In a pane of its own.</summary>
    BelowPrice = 1,
}
