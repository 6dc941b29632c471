using System.Net;
using System.Net.Sockets;
using Trading.Domain.Users;

namespace Trading.Api.Security;

/// <summary>Failed sign-ins by address, whichever accounts they were for. In memory of this process, for a bounded number of addresses.</summary>
internal sealed class AddressThrottle(TimeProvider time)
{
    private const int AddressesMax = 10_000;
    private const int NetworkPrefixBytes = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SignInThrottle> _throttles = new(StringComparer.Ordinal);

    /// <summary>Addresses remembered now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _throttles.Count;
            }
        }
    }

    /// <returns>How long this address has to wait; null when it may try.</returns>
    public TimeSpan? RetryAfter(IPAddress? address)
    {
        lock (_gate)
        {
            return _throttles.GetValueOrDefault(KeyOf(address), SignInThrottle.Open).RetryAfter(time.GetUtcNow());
        }
    }

    public void Fail(IPAddress? address)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_throttles.Count >= AddressesMax)
            {
                Evict(now);
            }

            var key = KeyOf(address);
            _throttles[key] = _throttles.GetValueOrDefault(key, SignInThrottle.Open).Fail(SignInThrottleRule.PerAddress, now);
        }
    }

    /// <summary>The network of an IPv6 host: one customer has all of its addresses.</summary>
    public static string KeyOf(IPAddress? address)
    {
        var plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return plain switch
        {
            null => "unknown",
            { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexStringLower(plain.GetAddressBytes().AsSpan(0, NetworkPrefixBytes)),
            _ => plain.ToString(),
        };
    }

    private void Evict(DateTimeOffset now)
    {
        foreach (var (key, throttle) in _throttles)
        {
            if (throttle.LastFailureAt + SignInThrottleRule.PerAddress.Memory <= now)
            {
                _throttles.Remove(key);
            }
        }

        if (_throttles.Count >= AddressesMax)
        {
            _throttles.Remove(_throttles.MinBy(entry => entry.Value.LastFailureAt).Key);
        }
    }
}
