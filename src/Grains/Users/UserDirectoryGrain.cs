using System.Collections.Immutable;
using Trading.Grains.Abstractions.Users;
using Trading.Grains.Storage;

namespace Trading.Grains.Users;

/// <summary>The list of names, small enough to be one state.</summary>
[GrainType("user-directory")]
internal sealed class UserDirectoryGrain(
    [PersistentState(StateNames.UserDirectory)] IPersistentState<UserDirectoryState> storage) : Grain, IUserDirectoryGrain
{
    private const int NamesMax = 10_000;

    public async Task<bool> Add(string name)
    {
        var names = storage.State.Names;
        var at = names.AsSpan().BinarySearch(name, StringComparer.Ordinal);
        if (at >= 0)
        {
            return true;
        }

        if (names.Length >= NamesMax)
        {
            return false;
        }

        storage.State.Names = names.Insert(~at, name);
        await storage.WriteOrDeactivateAsync(this);
        return true;
    }

    public Task<ImmutableArray<string>> Names() => Task.FromResult(storage.State.Names);
}
