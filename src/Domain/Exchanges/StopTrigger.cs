namespace Trading.Domain.Exchanges;

/// <summary>Which price a resting trigger order watches.</summary>
public enum StopTrigger : byte
{
    Mark = 0,
    Last = 1,
}
