using System.Net.Sockets;

namespace Trading.Process.Tests.Platform;

internal static class Loopback
{
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
