namespace Trading.Storage.Tests;

/// <summary>A key that no other test uses: the isolation in a shared database.</summary>
internal static class Keys
{
    public static string Fresh(string prefix) => $"{prefix}-{Guid.NewGuid():N}";
}
