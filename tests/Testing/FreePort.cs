using System.Net;
using System.Net.Sockets;

namespace Trading.Testing;

/// <summary>
/// A loopback port that nobody listens on at this moment. Below those that the system gives to connections that go out: one of them may have
/// the port by the time that a process has started and binds it. Whoever binds it may still be too late: try again with another.
/// </summary>
public static class FreePort
{
    private const int From = 20_000;
    private const int To = 32_000;

    public static Uri NextUrl() => new($"http://127.0.0.1:{Next()}");

    public static int Next()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(From, To));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
