namespace Trading.Domain.Users;

/// <summary>What a user may do; ownership narrows it further.</summary>
public enum UserRole : byte
{
    /// <summary>Reads everything of every trader except credentials, users and audit; writes nothing but the own password.</summary>
    Viewer = 0,

    /// <summary>Reads and writes what is his.</summary>
    Trader = 1,

    /// <summary>Does all, for any owner.</summary>
    Admin = 2,
}
