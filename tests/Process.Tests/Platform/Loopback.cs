using System.Net.Sockets;
using Trading.Testing;

namespace Trading.Process.Tests.Platform;

internal static class Loopback
{
    public static Uri NextUrl() => new($"http://127.0.0.1:{FreePort.Next()}");

    public static async Task<bool> IsOpenAsync(Uri url)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(url.Host, url.Port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            // Refused: nobody listens.
            return false;
        }
    }
}
