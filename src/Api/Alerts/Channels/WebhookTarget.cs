using System.Net;
using System.Net.Sockets;

namespace Trading.Api.Alerts.Channels;

/// <summary>Where a webhook may point: https, or loopback; never into a private range unless configured. Checked of the URL, and again of each address as it is connected to.</summary>
internal sealed class WebhookTarget(AlertSettings settings)
{
    public const int LengthMax = 500;

    private static readonly IPNetwork[] Closed =
    [
        .. new[]
        {
            // Of this host or network, private, shared, link-local (cloud metadata), reserved, documentation, benchmarks, multicast.
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Of IPv6 only what is global unicast is left, without what carries an IPv4 address inside or documents.
            "::/3", "4000::/2", "8000::/1", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    /// <returns>The rule that the URL breaks; null when it may be used.</returns>
    public string? FaultOf(string text)
    {
        if (text.Length > LengthMax || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            return $"Must be an absolute https URL of at most {LengthMax} characters.";
        }

        return url switch
        {
            { UserInfo.Length: > 0 } or { Fragment.Length: > 0 } => "Must be without credentials and without a fragment.",
            { Scheme: "http", IsLoopback: false } => "Must be https; http is for loopback only.",
            _ when IPAddress.TryParse(url.IdnHost, out var address) && !IsAllowed(url, address) => "Must not be an address of a private or reserved range.",
            _ => null,
        };
    }

    /// <summary>Whether a webhook of this URL may be sent to the address that its name stands for now.</summary>
    public bool IsAllowed(Uri url, IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        // A public name that stands for loopback is somebody's trick; one that says loopback is the operator's own machine.
        return url.IsLoopback
            ? IPAddress.IsLoopback(address)
            : url.Scheme == Uri.UriSchemeHttps
                && (settings.AllowedNetworks.Any(network => network.Contains(address)) || !Array.Exists(Closed, network => network.Contains(address)));
    }

    /// <summary>Resolves the name, and connects to the first address that is allowed: what was checked is what is connected to.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var url = context.InitialRequestMessage.RequestUri!;
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        if (Array.Find(addresses, address => IsAllowed(url, address)) is not { } allowed || !Array.TrueForAll(addresses, address => IsAllowed(url, address)))
        {
            throw new WebhookRefusedException("address_not_allowed");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(allowed, context.DnsEndPoint.Port), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A webhook was not sent: its target is not one that may be reached.</summary>
internal sealed class WebhookRefusedException(string code) : IOException(code);
