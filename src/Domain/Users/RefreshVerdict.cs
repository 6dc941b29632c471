namespace Trading.Domain.Users;

/// <summary>What became of a presented refresh token.</summary>
public enum RefreshVerdict : byte
{
    /// <summary>It was good and is used up now; the next one took its place.</summary>
    Renewed = 0,

    /// <summary>No such sign-in, or a token that never belonged to it.</summary>
    Unknown = 1,

    /// <summary>The sign-in is past its absolute life.</summary>
    Expired = 2,

    /// <summary>It had been used before: the whole sign-in is ended.</summary>
    Reused = 3,

    /// <summary>The user is disabled.</summary>
    Disabled = 4,
}
