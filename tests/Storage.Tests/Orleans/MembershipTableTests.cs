using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Trading.Storage.Tests.Orleans;

/// <summary>The membership statements of PostgreSQL, driven by Orleans' own provider. Each test has a cluster of its own in the table.</summary>
public sealed class MembershipTableTests(EnginesFixture engines) : IDisposable
{
    private static readonly DateTime Start = new(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc);

    private readonly string _cluster = Keys.Fresh("cluster");
    private readonly List<IHost> _hosts = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Silos_that_initialise_the_table_together_find_one_version_row()
    {
        var tables = Enumerable.Range(0, 8).Select(_ => NewTable()).ToArray();

        await Task.WhenAll(tables.Select(table => Task.Run(() => table.InitializeMembershipTableAsync(true, Token), Token)));

        var data = await tables[0].ReadAllAsync(Token);
        Assert.Equal(0, data.Version.Version);
        Assert.Empty(data.Members);
    }

    [Fact]
    public async Task A_silo_reads_back_as_it_was_inserted_and_moves_the_table_version()
    {
        var table = await TableAsync();
        var entry = Entry(1);

        var inserted = await table.InsertRowAsync(entry, (await table.ReadAllAsync(Token)).Version.Next(), Token);

        var (read, _) = Assert.Single((await table.ReadAllAsync(Token)).Members);
        Assert.True(inserted);
        Assert.Equal(1, (await table.ReadAllAsync(Token)).Version.Version);
        Assert.Equal(
            (entry.SiloAddress, entry.SiloName, entry.HostName, entry.Status, entry.ProxyPort, entry.StartTime, entry.IAmAliveTime),
            (read.SiloAddress, read.SiloName, read.HostName, read.Status, read.ProxyPort, read.StartTime, read.IAmAliveTime));
        Assert.Single((await table.ReadRowAsync(entry.SiloAddress, Token)).Members);
        Assert.Empty((await table.ReadRowAsync(Entry(2).SiloAddress, Token)).Members);
    }

    [Fact]
    public async Task Of_silos_that_join_at_one_table_version_exactly_one_is_let_in()
    {
        var table = await TableAsync();
        var next = (await table.ReadAllAsync(Token)).Version.Next();

        var joined = await Task.WhenAll(Enumerable.Range(1, 16).Select(silo => Task.Run(() => table.InsertRowAsync(Entry(silo), next, Token), Token)));

        var data = await table.ReadAllAsync(Token);
        Assert.Equal(1, joined.Count(let => let));
        Assert.Equal((1, 1), (data.Version.Version, data.Members.Count));
    }

    [Fact]
    public async Task A_silo_that_is_there_already_is_refused_and_the_version_stays()
    {
        var table = await TableAsync();
        await table.InsertRowAsync(Entry(1), (await table.ReadAllAsync(Token)).Version.Next(), Token);

        var again = await table.InsertRowAsync(Entry(1), (await table.ReadAllAsync(Token)).Version.Next(), Token);

        Assert.False(again);
        Assert.Equal(1, (await table.ReadAllAsync(Token)).Version.Version);
    }

    [Fact]
    public async Task An_update_needs_the_current_table_version_and_a_silo_that_is_there_else_nothing_changes()
    {
        var table = await TableAsync();
        var stale = (await table.ReadAllAsync(Token)).Version.Next();
        await table.InsertRowAsync(Entry(1), stale, Token);
        var (entry, etag) = Assert.Single((await table.ReadAllAsync(Token)).Members);
        entry.Status = SiloStatus.Dead;
        entry.AddSuspector(Entry(2).SiloAddress, Start);

        var byStale = await table.UpdateRowAsync(entry, etag, stale, Token);
        var unknown = await table.UpdateRowAsync(Entry(2), etag, (await table.ReadAllAsync(Token)).Version.Next(), Token);
        var before = await table.ReadAllAsync(Token);
        var byCurrent = await table.UpdateRowAsync(entry, etag, before.Version.Next(), Token);

        var (read, _) = Assert.Single((await table.ReadAllAsync(Token)).Members);
        Assert.Equal((false, false, true), (byStale, unknown, byCurrent));
        Assert.Equal((1, SiloStatus.Active), (before.Version.Version, Assert.Single(before.Members).Item1.Status));
        Assert.Equal((2, SiloStatus.Dead), ((await table.ReadAllAsync(Token)).Version.Version, read.Status));
        Assert.Equal((Entry(2).SiloAddress, Start), (Assert.Single(read.SuspectTimes!).Item1, read.SuspectTimes![0].Item2));
    }

    [Fact]
    public async Task Of_updates_at_one_table_version_exactly_one_is_made()
    {
        var table = await TableAsync();
        await table.InsertRowAsync(Entry(1), (await table.ReadAllAsync(Token)).Version.Next(), Token);
        var data = await table.ReadAllAsync(Token);
        var (entry, etag) = Assert.Single(data.Members);

        var made = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => table.UpdateRowAsync(entry, etag, data.Version.Next(), Token), Token)));

        Assert.Equal(1, made.Count(done => done));
        Assert.Equal(2, (await table.ReadAllAsync(Token)).Version.Version);
    }

    [Fact]
    public async Task A_sign_of_life_moves_its_time_and_not_the_table_version()
    {
        var table = await TableAsync();
        var entry = Entry(1);
        await table.InsertRowAsync(entry, (await table.ReadAllAsync(Token)).Version.Next(), Token);
        entry.IAmAliveTime = Start.AddMinutes(3);

        await table.UpdateIAmAliveAsync(entry, Token);

        var data = await table.ReadAllAsync(Token);
        Assert.Equal((1, Start.AddMinutes(3)), (data.Version.Version, Assert.Single(data.Members).Item1.IAmAliveTime));
    }

    [Fact]
    public async Task Silos_that_are_long_gone_are_cleaned_up_and_active_ones_never()
    {
        var table = await TableAsync();
        foreach (var (silo, status, alive) in new[]
        {
            (1, SiloStatus.Dead, Start), (2, SiloStatus.Active, Start), (3, SiloStatus.Dead, Start.AddDays(2)), (4, SiloStatus.Joining, Start),
        })
        {
            var entry = Entry(silo);
            (entry.Status, entry.IAmAliveTime) = (status, alive);
            await table.InsertRowAsync(entry, (await table.ReadAllAsync(Token)).Version.Next(), Token);
        }

        await table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(Start.AddDays(1)), Token);

        Assert.Equal([Entry(2).SiloAddress, Entry(3).SiloAddress], (await table.ReadAllAsync(Token)).Members.Select(member => member.Item1.SiloAddress).Order());
    }

    [Fact]
    public async Task Gateways_are_the_silos_of_a_status_that_have_a_client_port()
    {
        var table = await TableAsync();
        foreach (var (silo, status, port) in new[] { (1, SiloStatus.Active, 30_001), (2, SiloStatus.Active, 0), (3, SiloStatus.Dead, 30_003) })
        {
            var entry = Entry(silo);
            (entry.Status, entry.ProxyPort) = (status, port);
            await table.InsertRowAsync(entry, (await table.ReadAllAsync(Token)).Version.Next(), Token);
        }

        await using var connection = await engines.Shared(StorageEngine.PostgreSql).Reader.OpenConnectionAsync(Token);
        var query = await connection.QuerySingleAsync<string>("SELECT QueryText FROM OrleansQuery WHERE QueryKey = 'GatewaysQueryKey'");
        var gateways = await connection.QueryAsync<(string Address, int Port, int Generation)>(
            query, new { DeploymentId = _cluster, Status = (int)SiloStatus.Active });

        Assert.Equal([("127.0.0.1", 30_001, 1)], gateways);
    }

    [Fact]
    public async Task A_cluster_that_is_deleted_leaves_nothing_and_others_alone()
    {
        var table = await TableAsync();
        await table.InsertRowAsync(Entry(1), (await table.ReadAllAsync(Token)).Version.Next(), Token);
        var other = new MembershipTableTests(engines);
        var otherTable = await other.TableAsync();

        await table.DeleteMembershipTableEntriesAsync(_cluster, Token);

        await using var connection = await engines.Shared(StorageEngine.PostgreSql).Reader.OpenConnectionAsync(Token);
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>(
            "SELECT (SELECT COUNT(*) FROM OrleansMembership WHERE DeploymentId = @id) + (SELECT COUNT(*) FROM OrleansMembershipVersion WHERE DeploymentId = @id)",
            new { id = _cluster }));
        Assert.Equal(0, (await otherTable.ReadAllAsync(Token)).Version.Version);
        other.Dispose();
    }

    public void Dispose() => _hosts.ForEach(host => host.Dispose());

    private static MembershipEntry Entry(int silo) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, 11_000 + silo, silo),
        SiloName = $"silo-{silo}",
        HostName = "host",
        Status = SiloStatus.Active,
        ProxyPort = 30_000 + silo,
        StartTime = Start,
        IAmAliveTime = Start,
    };

    private async Task<IMembershipTable> TableAsync()
    {
        var table = NewTable();
        await table.InitializeMembershipTableAsync(true, Token);
        return table;
    }

    private IMembershipTable NewTable()
    {
        var host = SiloFixture.Build(engines.Shared(StorageEngine.PostgreSql), _cluster);
        _hosts.Add(host);
        return host.Services.GetRequiredService<IMembershipTable>();
    }
}
