using Trading.Storage.Datasets;

namespace Trading.Storage.Tests.Datasets;

public sealed class ImportFileStoreTests(EnginesFixture engines)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task File_that_is_stored_many_times_at_once_is_one_and_whole(StorageEngine engine)
    {
        var store = new ImportFileStore(engines.Shared(engine));
        var import = $"imp-{Guid.NewGuid():n}";
        var file = new byte[(3 * ImportFileStore.PieceBytes) + 7];
        new Random(1).NextBytes(file);

        var stored = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => store.SaveAsync(import, new MemoryStream(file), Now, Token), Token)));
        using var copy = new MemoryStream();
        await store.CopyToAsync(import, copy, Token);

        Assert.All(stored, bytes => Assert.Equal(file.Length, bytes));
        Assert.Equal(file, copy.ToArray());
    }
}
