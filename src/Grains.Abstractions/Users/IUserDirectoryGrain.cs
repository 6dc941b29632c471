using System.Collections.Immutable;

namespace Trading.Grains.Abstractions.Users;

/// <summary>The names of all users, under <see cref="GrainKeys.ForUserDirectory"/>; who they are is asked of <see cref="IUserGrain"/>.</summary>
[Alias("user-directory-grain")]
public interface IUserDirectoryGrain : IGrainWithStringKey
{
    /// <summary>Notes a name before its user is written, so that no user is ever missing. Durable when the task completes, and safe to repeat.</summary>
    /// <returns>False when the directory is full.</returns>
    [Alias("add")]
    Task<bool> Add(string name);

    /// <summary>All names in ordinal order. A name may have no user, when its creation was cut short.</summary>
    [Alias("names")]
    Task<ImmutableArray<string>> Names();
}
