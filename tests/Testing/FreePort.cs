using System.Net;
using System.Net.Sockets;

namespace Trading.Testing;

/// <summary>A loopback port that nobody listens on at this moment. Whoever binds it may still be too late: try again with another.</summary>
public static class FreePort
{
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
