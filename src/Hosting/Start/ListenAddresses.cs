using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Trading.Hosting.Start;

/// <summary>Looks at all addresses of a host before it opens one: a silo that others have seen and that ends at once costs them a failover.</summary>
public static class ListenAddresses
{
    private const string UrlsKey = "urls";

    /// <param name="hasSilo">Its ports are looked at as well.</param>
    /// <exception cref="AddressException">Some cannot be opened; every one of them is named.</exception>
    public static void RequireFreeAddresses(this WebApplication app, bool hasSilo)
    {
        ArgumentNullException.ThrowIfNull(app);
        var faults = UrlsOf(app.Configuration).Select(FaultOf);
        if (hasSilo)
        {
            var silo = app.Services.GetRequiredService<IOptions<EndpointOptions>>().Value;
            faults = faults
                .Append(FaultOf(silo.SiloListeningEndpoint, silo.AdvertisedIPAddress, silo.SiloPort, "Trading__Cluster__SiloPort"))
                .Append(FaultOf(silo.GatewayListeningEndpoint, silo.AdvertisedIPAddress, silo.GatewayPort, "Trading__Cluster__GatewayPort"));
        }

        if (faults.OfType<string>().ToList() is { Count: > 0 } found)
        {
            throw new AddressException(found);
        }
    }

    /// <summary>As the web server takes them: endpoints of its own section go before addresses, and addresses before ports.</summary>
    private static IEnumerable<string> UrlsOf(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToList();
        return endpoints.Count > 0 ? endpoints
            : Parts(configuration, UrlsKey) is { Length: > 0 } urls ? urls
            : [.. Parts(configuration, "http_ports").Select(port => $"http://*:{port}"), .. Parts(configuration, "https_ports").Select(port => $"https://*:{port}")];
    }

    private static string[] Parts(IConfiguration configuration, string key) =>
        configuration[key]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static string? FaultOf(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            // What stands there may be anything, a password as well.
            return "ASPNETCORE_URLS must hold addresses such as http://127.0.0.1:5080.";
        }

        if (address.IsUnixPipe || address.IsNamedPipe)
        {
            return null;
        }

        var tried = EndpointsOf(address).Select(Try).ToList();
        var error = tried.Find(IsFinal) ?? (tried.TrueForAll(result => result is not null) ? tried[0] : null);
        return error is null ? null : $"{url} cannot be opened: {Said(error)}. ASPNETCORE_URLS names another address.";
    }

    private static string? FaultOf(IPEndPoint? listening, IPAddress? advertised, int port, string key) =>
        port != 0 && Try(listening ?? new IPEndPoint(advertised ?? IPAddress.Any, port)) is { } error
            ? $"Port {port} of {key} cannot be opened: {Said(error)}."
            : null;

    /// <summary>Where the web server listens for an address. It does without one protocol when the machine does not have it.</summary>
    private static IPEndPoint[] EndpointsOf(BindingAddress address) =>
        IPAddress.TryParse(address.Host, out var known) ? [new(known, address.Port)]
        : string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase) ? [new(IPAddress.Loopback, address.Port), new(IPAddress.IPv6Loopback, address.Port)]
        : [new(IPAddress.Any, address.Port), new(IPAddress.IPv6Any, address.Port)];

    /// <summary>Another protocol does not help.</summary>
    private static bool IsFinal(SocketException? error) => error?.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied;

    /// <returns>Null when it can be opened.</returns>
    private static SocketException? Try(IPEndPoint endpoint)
    {
        try
        {
            // Bound and not listened on: nobody is to reach a host that may be about to refuse its start.
            using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (endpoint.AddressFamily is AddressFamily.InterNetworkV6)
            {
                socket.DualMode = false;
            }

            socket.Bind(endpoint);
            return null;
        }
        catch (SocketException error)
        {
            return error;
        }
    }

    private static string Said(SocketException error) => error.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => "another process listens there",
        SocketError.AccessDenied => "this user may not",
        SocketError.AddressNotAvailable => "the machine does not have this address",
        _ => error.Message,
    };
}
