using System.Globalization;
using Trading.Domain.Instruments;

namespace Trading.Backtest.Tests.Support;

/// <summary>
/// A market written by hand, one word a second: <c>price[~spread][xSeconds]</c>. Each second brings a book at its 100th
/// millisecond, 10 units on each side, and a trade of 1 unit at its 200th.
/// </summary>
internal static class PricePath
{
    /// <summary>2024-01-01T00:00:00Z.</summary>
    public const long Start = 1_704_067_200_000;

    public static readonly Symbol Btc = Symbol.Parse("BTC_USDT");

    private const decimal UsualSpread = 0.02m;

    public static DateTimeOffset At(long second, int ms = 0) => DateTimeOffset.FromUnixTimeMilliseconds(Start + (second * 1_000) + ms);

    public static MemoryMarket Of(string path, Symbol? symbol = null, long start = Start, MemoryMarket? beside = null)
    {
        var market = beside ?? new MemoryMarket();
        var name = symbol ?? Btc;
        var timeMs = start;
        foreach (var word in path.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = word.Split('x');
            var prices = parts[0].Split('~');
            var price = decimal.Parse(prices[0], CultureInfo.InvariantCulture);
            var half = (prices.Length > 1 ? decimal.Parse(prices[1], CultureInfo.InvariantCulture) : UsualSpread) / 2m;
            for (var left = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 1; left > 0; left--)
            {
                market.Book(name, timeMs + 100, price - half, price + half);
                market.Trade(name, timeMs + 200, price);
                timeMs += 1_000;
            }
        }

        return market;
    }
}
