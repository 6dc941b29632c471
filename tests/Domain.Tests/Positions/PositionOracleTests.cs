using System.Text.Json;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using static Trading.Domain.Tests.Positions.Fills;

namespace Trading.Domain.Tests.Positions;

/// <summary>Numbers that others published (oracles/position_fills.json); their realised has the round trip's fees deducted.</summary>
public sealed class PositionOracleTests
{
    public static TheoryData<int, string> Cases => new(Enumerable.Range(0, 8).Select(index => (index, Names[index])));

    private static readonly string[] Names =
    [
        "increase long", "partial reduce long", "exact close long", "flip long to short",
        "increase short", "partial reduce short", "exact close short", "flip short to long",
    ];

    [Fact]
    public void Every_published_case_is_in_the_list()
    {
        using var oracle = Read();

        Assert.Equal(Names, oracle.RootElement.GetProperty("cases").EnumerateArray().Select(entry => entry.GetProperty("name").GetString()!));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Position_agrees_with_the_published_numbers(int index, string name)
    {
        using var oracle = Read();
        var entry = oracle.RootElement.GetProperty("cases")[index];
        Assert.Equal(name, entry.GetProperty("name").GetString());

        var first = PositionMachine.Decide(Flat(), Contract, FillOf(entry, "fill1"));
        var opened = Flat().After(first);
        var second = PositionMachine.Decide(opened, Contract, FillOf(entry, "fill2"));
        var position = opened.After(second);

        var fillPrice = entry.GetProperty("fill2").GetProperty("price").GetDecimal();
        Check(entry.GetProperty("expected_open"), position, fillPrice);
        Check(entry.GetProperty("expected_closed"), second.OfType<PositionClosed>().SingleOrDefault()?.RoundTrip);
    }

    private static JsonDocument Read() => JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf("oracles/position_fills.json")));

    private static PositionFill FillOf(JsonElement entry, string name)
    {
        var fill = entry.GetProperty(name);
        return Fill(
            name, fill.GetProperty("side").GetString() is "buy" ? Side.Buy : Side.Sell, fill.GetProperty("price").GetDecimal(),
            fill.GetProperty("qty").GetDecimal(), fill.GetProperty("fee").GetDecimal());
    }

    private static void Check(JsonElement expected, Position position, decimal fillPrice)
    {
        if (expected.ValueKind is JsonValueKind.Null)
        {
            Assert.True(position.IsFlat);
            return;
        }

        var sign = expected.GetProperty("side").GetString() is "long" ? 1m : -1m;
        Assert.Equal(sign * Number(expected, "qty"), position.Quantity);
        Assert.Equal(Number(expected, "avg"), position.EntryPrice);
        Assert.Equal(Number(expected, "qty_max"), position.Open!.LargestQuantity);
        Assert.Equal(Number(expected, "realised"), position.RealizedPnl - position.Fees);
        Assert.Equal(Number(expected, "fees_enter") + Number(expected, "fees_exit"), position.Fees);

        // Theirs deducts an estimated exit fee: the entry fees scaled by what is left of the largest quantity.
        var exitFee = Number(expected, "fees_enter") * Number(expected, "qty") / Number(expected, "qty_max");
        var unrealized = position.UnrealizedAt(fillPrice);
        Assert.Equal(Number(expected, "unrealised"), unrealized == 0m ? 0m : unrealized - exitFee);
    }

    private static void Check(JsonElement expected, RoundTrip? closed)
    {
        if (expected.ValueKind is JsonValueKind.Null)
        {
            Assert.Null(closed);
            return;
        }

        Assert.NotNull(closed);
        Assert.Equal(expected.GetProperty("side").GetString() is "long" ? PositionSide.Long : PositionSide.Short, closed.Side);
        Assert.Equal(Number(expected, "avg"), closed.EntryPrice);
        Assert.Equal(Number(expected, "qty_max"), closed.Quantity);
        Assert.Equal(Number(expected, "realised"), closed.NetPnl);
        Assert.Equal(Number(expected, "fees_enter") + Number(expected, "fees_exit"), closed.Fees);
    }

    private static decimal Number(JsonElement element, string name) => element.GetProperty(name).GetDecimal();
}
