namespace Trading.Domain.Sessions.Results;

/// <summary>Why equity is evaluated. All but the second's refresh make an equity point of their own.</summary>
public enum EquityCause : byte
{
    /// <summary>The marks were refreshed at a whole second of event time; a point when that is a whole minute.</summary>
    Second = 0,

    /// <summary>A fill, or a liquidation, was applied.</summary>
    Fill = 1,

    /// <summary>A funding payment was applied.</summary>
    Funding = 2,
}
