using System.Collections.Frozen;
using System.Globalization;

namespace Trading.Domain.Users;

/// <summary>Which passwords are refused: short ones, and those that guessing programs try first.</summary>
public static class PasswordRule
{
    public const int LengthMin = 12;
    public const int LengthMax = 128;

    private const int DistinctMin = 5;
    private const int RestMin = 4;

    // What long common passwords are built from; a password that is one of these with digits and signs around it is refused.
    private static readonly FrozenSet<string> CommonWords = new[]
    {
        "password", "passwordpassword", "passw", "pass", "passphrase", "mypassword", "newpassword", "thisismypassword", "yourpassword",
        "mysecretpassword", "adminpassword", "secretpassword", "testpassword", "defaultpassword", "strongpassword", "changeme",
        "changemenow", "changemeplease", "pleasechangeme", "changeit", "letmein", "letmeinnow", "letmeinplease", "welcome",
        "welcomehome", "welcomeback", "administrator", "admin", "adminadmin", "adminadminadmin", "rootroot", "superuser", "superman",
        "batman", "spiderman", "ironman", "starwars", "startrek", "pokemon", "minecraft", "dragon", "monkey", "shadow", "master",
        "sunshine", "princess", "football", "baseball", "basketball", "iloveyou", "iloveyousomuch", "iloveyouforever", "trustno",
        "whatever", "computer", "internet", "secret", "topsecret", "mysecret", "default", "placeholder", "example", "testtest",
        "testing", "testtesttest", "test", "guest", "user", "username", "login", "qwerty", "qwertyuiop", "qwertyqwerty",
        "qwertyuiopasdfghjkl", "qwertyuiopasdfghjklzxcvbnm", "qazwsx", "qazwsxedc", "qazwsxedcrfv", "asdfghjkl", "asdfasdf",
        "asdfasdfasdf", "zxcvbnm", "zaqwsx", "abc", "abcd", "abcdef", "abcdefg", "abcdefgh", "abcdefghijkl", "abcdefghijklm",
        "aabbccddeeff", "correcthorsebatterystaple", "correct horse battery staple", "michael", "jennifer", "jessica", "michelle",
        "charlie", "jordan", "liverpool", "chelsea", "arsenal", "manchesterunited", "realmadrid", "barcelona", "summer", "winter",
        "spring", "autumn", "monday", "january", "february", "august", "september", "october", "november", "december", "hello",
        "helloworld", "hellohello", "freedom", "forever", "fuckyou", "motherfucker", "access", "accessdenied", "mustang", "harley",
        "jesuschrist", "blessed", "bitcoin", "ethereum", "crypto", "trading", "trader", "tradingtrading", "tothemoon", "satoshi",
        "satoshinakamoto", "hodlhodlhodl", "lamborghini", "whenlambo", "google", "facebook", "microsoft", "windows", "samsung",
        "blink", "nirvana", "metallica", "slipknot", "eminem", "tupac", "slayer", "rockyou", "unknown", "nothing", "anything",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] KeyboardRuns =
    [
        "01234567890123456789012345678901234567890", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
        "qwertyuiopasdfghjklzxcvbnm", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "zaq12wsxcde34rfvbgt56yhn",
        "qazwsxedcrfvtgbyhnujm", "q1w2e3r4t5y6u7i8o9p0", "!qaz@wsx#edc$rfv",
    ];

    /// <returns>The rule that the password breaks, to follow the name of the thing; null when it is fine.</returns>
    public static string? FaultOf(string password, string userName)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(userName);
        if (password.Length is < LengthMin or > LengthMax)
        {
            return $"must have {LengthMin} to {LengthMax} characters";
        }

        return IsCommon(password) || IsNameWithDigits(password, userName) ? "is too easily guessed" : null;
    }

    private static bool IsCommon(string password)
    {
        // The words are lower-case letters.
        var lower = password.ToLower(CultureInfo.InvariantCulture);
        return lower.Distinct().Count() < DistinctMin
            || CommonWords.Contains(lower)
            || CommonWords.Contains(Core(lower))
            || CommonWords.Contains(Unleet(Core(lower)))
            || IsRepeated(lower)
            || IsRun(lower);
    }

    private static bool IsNameWithDigits(string password, string userName) =>
        userName.Length > 0 && Core(password).Replace(userName, "", StringComparison.OrdinalIgnoreCase) is { Length: < RestMin };

    /// <summary>The word without the digits and signs that people put around it.</summary>
    private static string Core(string text) => text.Trim([.. text.Where(c => !char.IsLetter(c)).Distinct()]);

    private static string Unleet(string text) => text
        .Replace('0', 'o').Replace('1', 'i').Replace('3', 'e').Replace('4', 'a').Replace('5', 's').Replace('7', 't')
        .Replace('@', 'a').Replace('$', 's').Replace('!', 'i');

    /// <summary>One short piece over and over.</summary>
    private static bool IsRepeated(string text)
    {
        for (var length = 1; length <= text.Length / 2; length++)
        {
            if (text.Select((letter, at) => letter == text[at % length]).All(same => same))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsRun(string text)
    {
        var reversed = new string([.. text.Reverse()]);
        return KeyboardRuns.Any(run => run.Contains(text, StringComparison.Ordinal) || run.Contains(reversed, StringComparison.Ordinal));
    }
}
