using System.Security.Cryptography;

namespace Trading.Api.Datasets;

/// <summary>New ids: a prefix and 20 characters of lower-case base32.</summary>
internal static class DatasetIds
{
    private const int Characters = 20;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    public static string NewDataset() => "dat-" + RandomNumberGenerator.GetString(Alphabet, Characters);

    public static string NewImport() => "imp-" + RandomNumberGenerator.GetString(Alphabet, Characters);
}
