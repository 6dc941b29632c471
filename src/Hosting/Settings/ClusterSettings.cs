using System.Net;

namespace Trading.Hosting.Settings;

/// <param name="ClusterId">Silos with the same one form a cluster.</param>
/// <param name="ServiceId">Part of every storage and reminder key: never changed once there is data.</param>
/// <param name="SiloPort">Null: 11111 in a cluster, any free one embedded.</param>
/// <param name="GatewayPort">Null: 30000 in a cluster, none embedded.</param>
/// <param name="AdvertisedAddress">Where other processes reach this silo; loopback unless told otherwise.</param>
public sealed record ClusterSettings(string ClusterId, string ServiceId, int? SiloPort, int? GatewayPort, IPAddress AdvertisedAddress)
{
    public const string Section = "Trading:Cluster";
    public const int SiloPortDefault = 11_111;
    public const int GatewayPortDefault = 30_000;

    private const int NameLengthMax = 100;

    public static ClusterSettings Read(SettingsReader reader) => new(
        Name(reader, $"{Section}:ClusterId"),
        Name(reader, $"{Section}:ServiceId"),
        reader.Port($"{Section}:SiloPort"),
        reader.Port($"{Section}:GatewayPort"),
        reader.Address($"{Section}:AdvertisedAddress") ?? IPAddress.Loopback);

    private static string Name(SettingsReader reader, string key)
    {
        var name = reader.Text(key) ?? "trading";
        if (name.Length > NameLengthMax)
        {
            reader.Fault(key, $"must have at most {NameLengthMax} characters");
        }

        return name;
    }
}
