using Trading.Storage.Waking;

namespace Trading.Grains.Supervision;

/// <summary>
/// Remembers what was due and woken in the rounds before. What stays due and is never written has a memory that storage has outrun: a process that was taken for
/// dead wrote once more behind its back, so that what is to be done stands in storage alone.
/// </summary>
internal sealed class UnmovedGrains
{
    private Dictionary<(string State, string Key), Sight> _known = [];

    /// <param name="due">What is due in this round.</param>
    /// <returns>
    /// What was due in the round before at the same version; then, as long as that stays so, after two more rounds, four, and so on: what waits for somebody who is
    /// away is not dropped again and again.
    /// </returns>
    public IReadOnlyList<SleepingGrain> Of(IEnumerable<SleepingGrain> due)
    {
        var unmoved = new List<SleepingGrain>();
        var known = new Dictionary<(string State, string Key), Sight>();
        foreach (var sleeping in due)
        {
            var sight = _known.TryGetValue((sleeping.State, sleeping.Key), out var former) && former.Version == sleeping.Version
                ? former with { Rounds = former.Rounds + 1 }
                : new Sight(sleeping.Version, Rounds: 0, RoundsMax: 1);
            if (sight.Rounds == sight.RoundsMax)
            {
                unmoved.Add(sleeping);
                sight = sight with { Rounds = 0, RoundsMax = sight.RoundsMax * 2 };
            }

            known[(sleeping.State, sleeping.Key)] = sight;
        }

        _known = known;
        return unmoved;
    }

    /// <param name="Rounds">In which it was seen since it was named last.</param>
    /// <param name="RoundsMax">After which it is named.</param>
    private sealed record Sight(long Version, int Rounds, int RoundsMax);
}
