using System.Security.Cryptography;
using System.Text;

namespace Trading.Api.Requests;

/// <summary>Ids of a prefix and lower-case base32.</summary>
internal static class Base32Id
{
    public const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    public static string New(string prefix, int characters) => prefix + RandomNumberGenerator.GetString(Alphabet, characters);

    /// <summary>Always the same for the same text.</summary>
    /// <param name="characters">At most 32.</param>
    public static string Of(string prefix, int characters, string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return prefix + string.Create(characters, hash, static (id, bytes) =>
        {
            for (var index = 0; index < id.Length; index++)
            {
                id[index] = Alphabet[bytes[index] % Alphabet.Length];
            }
        });
    }
}
