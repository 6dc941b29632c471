using System.Collections.Immutable;

namespace Trading.Domain.Accounts;

/// <summary>A short list of the latest ids, oldest first: what makes a repetition recognisable without growing for ever.</summary>
internal static class RecentIds
{
    extension(ImmutableArray<string> ids)
    {
        public bool Knows(string id)
        {
            // From the newest on: a repetition follows soon.
            for (var index = ids.Length - 1; index >= 0; index--)
            {
                if (string.Equals(ids[index], id, StringComparison.Ordinal))
                {
                    return true;
                }
            }

            return false;
        }

        public ImmutableArray<string> Remember(string id, int most) => ids.Length < most ? ids.Add(id) : ids.RemoveAt(0).Add(id);
    }
}
