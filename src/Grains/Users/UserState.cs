using Trading.Domain.Users;

namespace Trading.Grains.Users;

/// <summary>What is stored of a user; empty until he is created.</summary>
[GenerateSerializer, Alias("user-state")]
internal sealed class UserState
{
    [Id(0)]
    public User? User { get; set; }
}
