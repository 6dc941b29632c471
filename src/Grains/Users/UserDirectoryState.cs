using System.Collections.Immutable;

namespace Trading.Grains.Users;

[GenerateSerializer, Alias("user-directory-state")]
internal sealed class UserDirectoryState
{
    /// <summary>In ordinal order.</summary>
    [Id(0)]
    public ImmutableArray<string> Names { get; set; } = [];
}
