using System.Text;
using Trading.Domain.Users;
using Trading.Storage.Json;

namespace Trading.Cluster.Tests.Contracts;

/// <summary>What earlier versions stored is read by this one, and this one still stores the same.</summary>
public sealed class StoredUserTests
{
    private const string Stored =
        """{"schemaVersion":1,"state":{"name":"alice","role":"Trader","hasLiveGrant":true,"isDisabled":false,"password":{"iterations":210000,"salt":"AQI=","key":"AwQ="},"securityVersion":3,"families":[{"id":"f","createdAt":"2026-01-01T00:00:00+00:00","expiresAt":"2026-01-01T12:00:00+00:00","currentHash":"c","usedHashes":["a","b"]}],"endedFamilies":[{"id":"e","endedAt":"2026-01-01T00:00:00+00:00"}],"createdAt":"2026-01-01T00:00:00+00:00","changedAt":"2026-01-01T00:00:00+00:00"}}""";

    [Fact]
    public void Stored_user_is_read_and_written_back_the_same()
    {
        var user = GrainStateJson.Deserialize<User>(Encoding.UTF8.GetBytes(Stored))!;

        Assert.Equal(("alice", UserRole.Trader, 210_000, "f", "e"), (user.Name, user.Role, user.Password.Iterations, user.Families[0].Id, user.EndedFamilies[0].Id));
        Assert.Equal(["a", "b"], user.Families[0].UsedHashes);
        Assert.Equal(Stored, Encoding.UTF8.GetString(GrainStateJson.Serialize(user)));
    }
}
