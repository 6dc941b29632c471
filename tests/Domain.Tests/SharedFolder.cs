namespace Trading.Domain.Tests;

/// <summary>The reference data beside the repository: read in place, never copied.</summary>
internal static class SharedFolder
{
    /// <summary>Full path of a file in it; skips the test where the folder is absent.</summary>
    public static string PathOf(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var shared = Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(Path.Combine(shared, "oracles")))
            {
                return Path.Combine(shared, relative);
            }
        }

        Assert.Skip("The folder 'shared' with the reference data is not beside the repository.");
        return "";
    }
}
