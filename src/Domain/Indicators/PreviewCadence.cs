using System.Text.Json.Serialization;

namespace Trading.Domain.Indicators;

/// <summary>At which instants a preview shows a value.</summary>
public enum PreviewCadence
{
    /// <summary>Each event of the series that the indicator reads: each trade, each price step of a replayed candle, each book update.</summary>
    Event = 0,

    /// <summary>Each candle close, at open time + interval.</summary>
    Candle = 1,

    /// <summary>Each whole second, after all events up to it.</summary>
    [JsonStringEnumMemberName("1s")]
    Second = 2,
}
