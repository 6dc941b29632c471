using System.Buffers;

namespace Trading.Api.Datasets;

/// <summary>How the venue of recorded data may be called.</summary>
internal static class VenueName
{
    public const int LengthMax = 32;
    public const string Rule = "The venue must be 1 to 32 of a-z 0-9 . _ -";

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

    public static bool IsValid(string venue) => venue.Length is >= 1 and <= LengthMax && !venue.AsSpan().ContainsAnyExcept(Letters);
}
