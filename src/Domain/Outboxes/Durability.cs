namespace Trading.Domain.Outboxes;

/// <summary>How soon a changed composite must be stored.</summary>
public enum Durability : byte
{
    /// <summary>Nothing changed that a crash may not lose.</summary>
    None = 0,

    /// <summary>May ride on the next write, within seconds: a loss is only a repetition or a fresher mark.</summary>
    Soon = 1,

    /// <summary>Before anything is answered, acknowledged or told.</summary>
    Now = 2,
}
