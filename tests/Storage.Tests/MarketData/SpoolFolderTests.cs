using Trading.Storage.MarketData.Import;
using Trading.Testing;

namespace Trading.Storage.Tests.MarketData;

public sealed class SpoolFolderTests
{
    [Fact]
    public async Task Spooled_file_is_in_no_folder_while_it_is_read_so_that_no_crash_leaves_it()
    {
        using var folder = new TemporaryFolder();
        var token = TestContext.Current.CancellationToken;

        await using var file = new SpoolFolder(folder.Path).Create();
        await file.WriteAsync("timestamp_ms,price"u8.ToArray(), token);
        await file.FlushAsync(token);
        var left = Directory.GetFileSystemEntries(folder.Path);
        file.Position = 13;
        using var reader = new StreamReader(file);

        Assert.True(OperatingSystem.IsWindows() || left is [], string.Join(", ", left));
        Assert.Equal("price", await reader.ReadToEndAsync(token));
    }

    [Fact]
    public void Spooled_file_is_open_to_its_owner_alone()
    {
        using var folder = new TemporaryFolder();

        using var file = new SpoolFolder(folder.Path).Create();

        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file.SafeFileHandle) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }
}
