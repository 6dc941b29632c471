using System.Net;

namespace Trading.Api.Alerts.Channels;

/// <summary>How alerts are delivered.</summary>
/// <param name="AttemptsMax">Then a delivery is given up.</param>
/// <param name="FirstRetry">Pause after the first failure; each later one is three times as long, up to an hour.</param>
/// <param name="AllowedNetworks">Private networks that webhooks may be in; none unless configured.</param>
internal sealed record AlertSettings(int AttemptsMax, TimeSpan FirstRetry, IReadOnlyList<IPNetwork> AllowedNetworks)
{
    public const string Section = "Trading:Alerts";

    /// <param name="number">Reads a key within bounds: key, default, minimum, maximum.</param>
    /// <param name="list">Reads a list.</param>
    /// <param name="fault">Takes the key and the rule it breaks.</param>
    public static AlertSettings Read(Func<string, int, int, int, int> number, Func<string, IReadOnlyList<string>> list, Action<string, string> fault)
    {
        const string NetworksKey = $"{Section}:AllowedNetworks";
        var networks = new List<IPNetwork>();
        foreach (var text in list(NetworksKey))
        {
            if (IPNetwork.TryParse(text, out var network))
            {
                networks.Add(network);
            }
            else
            {
                fault(NetworksKey, "must be networks such as 10.1.0.0/16 with commas between them");
                break;
            }
        }

        return new AlertSettings(
            number($"{Section}:AttemptsMax", 10, 1, 100),
            TimeSpan.FromMilliseconds(number($"{Section}:FirstRetryMs", 5_000, 10, 3_600_000)),
            networks);
    }
}
