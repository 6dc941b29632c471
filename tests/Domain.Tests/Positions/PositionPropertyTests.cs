using System.Numerics;
using CsCheck;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Tests.Accounts;
using static Trading.Domain.Tests.Positions.Fills;

namespace Trading.Domain.Tests.Positions;

/// <summary>Random fill sequences against a recomputation in whole numbers of 10⁻¹² that shares nothing with the position.</summary>
public sealed class PositionPropertyTests
{
    private const int Cases = 100_000;
    private static readonly BigInteger Unit = BigInteger.Pow(10, 12);

    private static readonly Gen<(bool IsBuy, int Ticks, int Lots, int FeeUnits)[]> Sequences =
        Gen.Select(Gen.Bool, Gen.Int[900, 1100], Gen.Frequency((4, Gen.Int[1, 4]), (1, Gen.Int[1, 40])), Gen.Int[0, 1_000_000]).Array[1, 10];

    [Fact]
    public void Realised_unrealised_and_cost_are_exact_after_any_fills()
    {
        var coverage = new Coverage();
        Sequences.Sample(
            fills =>
            {
                coverage.Case();
                var naive = new NaivePosition();
                var position = Flat();
                var trips = new List<RoundTrip>();
                for (var n = 0; n < fills.Length; n++)
                {
                    var (isBuy, ticks, lots, fee) = fills[n];
                    var input = Fill($"t-{n}", isBuy ? Side.Buy : Side.Sell, ticks / 10m, lots / 1000m, fee / 1_000_000_000m);
                    var events = PositionMachine.Decide(position, Contract, input);
                    position = position.After(events);
                    trips.AddRange(events.OfType<PositionClosed>().Select(closed => closed.RoundTrip));
                    naive.Fill(isBuy ? 1 : -1, ticks, lots, fee);

                    Assert.Equal(naive.Cost, Units(position.Cost));
                    Assert.Equal(naive.Realized, Units(position.TotalRealizedPnl));
                    Assert.Equal(naive.Fees, Units(position.TotalFees));
                    Assert.Equal(naive.Lots, Units(position.Quantity) / (Unit / 1000));
                    Assert.Empty(PositionMachine.Decide(position, Contract, input));
                }

                // Whatever was rounded on the way: realised and unrealised together are the money that moved.
                Assert.Equal(naive.Cash + (naive.Lots * 777 * (Unit / 10_000)), Units(position.TotalRealizedPnl + position.UnrealizedAt(77.7m)));
                Assert.Equal(position.TotalRealizedPnl, trips.Sum(trip => trip.GrossPnl) + position.RealizedPnl);
                Assert.Equal(position.TotalFees, trips.Sum(trip => trip.Fees) + position.Fees);
                Assert.All(trips, trip => Assert.True(trip.Mae <= 0m && trip.Mfe >= 0m));
                if (position.IsFlat)
                {
                    Assert.Equal((0m, 0m, null), (position.Cost, position.Margin.Total, position.Open));
                }

                coverage.Met("flip", naive.Flips > 0);
                coverage.Met("closed exactly", naive.ExactCloses > 0);
                coverage.Met("cost rounded", naive.Roundings > 0);
                coverage.Met("half rounded to even", naive.Halves > 0);
                coverage.Met("long at the end", position.Quantity > 0m);
                coverage.Met("short at the end", position.Quantity < 0m);
                coverage.Met("flat at the end", position.IsFlat);
            },
            iter: Cases);
        coverage.Report(Cases);
    }

    private static BigInteger Units(decimal amount)
    {
        var scaled = decimal.Truncate(amount) * 1m;
        var fraction = (amount - scaled) * 1_000_000_000_000m;
        Assert.Equal(decimal.Truncate(fraction), fraction);
        return ((BigInteger)scaled * Unit) + (BigInteger)fraction;
    }

    /// <summary>Prices in tenths, quantities in thousandths, fees in 10⁻⁹, money in 10⁻¹².</summary>
    private sealed class NaivePosition
    {
        private static readonly BigInteger NotionalUnit = Unit / 10_000;
        private static readonly BigInteger FeeUnit = 1_000;

        public BigInteger Cost { get; private set; }

        public BigInteger Realized { get; private set; }

        public BigInteger Fees { get; private set; }

        public BigInteger Cash { get; private set; }

        public int Lots { get; private set; }

        public int Flips { get; private set; }

        public int ExactCloses { get; private set; }

        public int Roundings { get; private set; }

        public int Halves { get; private set; }

        public void Fill(int sign, int ticks, int lots, int fee)
        {
            Cash -= sign * lots * ticks * NotionalUnit;
            Fees += fee * FeeUnit;
            var closing = Lots * sign < 0 ? Math.Min(lots, Math.Abs(Lots)) : 0;
            if (closing > 0)
            {
                var taken = closing == Math.Abs(Lots) ? Cost : HalfEven(Cost * closing, Math.Abs(Lots));
                Realized += (-sign * closing * ticks * NotionalUnit) - taken;
                Cost -= taken;
                Lots += sign * closing;
                ExactCloses += Lots == 0 && closing == lots ? 1 : 0;
                Flips += closing < lots ? 1 : 0;
            }

            Cost += sign * (lots - closing) * ticks * NotionalUnit;
            Lots += sign * (lots - closing);
        }

        private BigInteger HalfEven(BigInteger dividend, BigInteger divisor)
        {
            var sign = dividend.Sign;
            var quotient = BigInteger.DivRem(BigInteger.Abs(dividend), divisor, out var rest);
            Roundings += rest.IsZero ? 0 : 1;
            Halves += rest * 2 == divisor ? 1 : 0;
            var isUp = rest * 2 > divisor || (rest * 2 == divisor && !quotient.IsEven);
            return sign * (isUp ? quotient + 1 : quotient);
        }
    }
}
