using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Trading.Domain.Accounts;

/// <summary>The rule of account names: 1 to 32 of <c>a-z 0-9 . _ -</c>, because a name is part of grain keys.</summary>
public static class AccountName
{
    public const int LengthMax = 32;

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

    public static bool IsValid([NotNullWhen(true)] string? name) =>
        name is { Length: >= 1 and <= LengthMax } && !name.AsSpan().ContainsAnyExcept(Letters);
}
