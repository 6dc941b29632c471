using System.Collections.Immutable;
using Orleans;

namespace Trading.Grains.Users;

[GenerateSerializer, Alias("user-directory-state")]
internal sealed class UserDirectoryState
{
    [Id(0)]
    public int SchemaVersion { get; set; } = 1;

    /// <summary>In ordinal order.</summary>
    [Id(1)]
    public ImmutableArray<string> Names { get; set; } = [];
}
