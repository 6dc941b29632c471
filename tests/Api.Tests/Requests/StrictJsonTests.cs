using System.Text;
using CsCheck;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Api.Tests.Requests;

public sealed class StrictJsonTests
{
    private const string Good =
        """{"symbol":"BTC_USDT","side":"buy","price":"100.50","quantity":2,"at":"2026-01-31T09:30:00.000Z","tags":["a","b"],"legs":[{"name":"x","size":3}],"ratio":0.5}""";

    [Fact]
    public void Good_document_is_read_to_the_last_digit()
    {
        var order = Read(Good);

        Assert.Equal(
            ("BTC_USDT", Side.Buy, 100.50m, 2m, new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero)),
            (order.Symbol.Value, order.Side, order.Price, order.Quantity, order.At));
        Assert.Equal(["a", "b"], order.Tags);
        Assert.Equal((new Leg("x", 3), 0.5, null), (order.Legs.Single(), order.Ratio, order.Note));
    }

    [Theory]
    [InlineData("[\"a\",\"b\"]", "[\"a\",\"\\ud800\"]", "/tags/1")]
    [InlineData("\"size\":3", "\"size\":3,\"\\udc00\":1", "/legs/0")]
    [InlineData("\"ratio\":0.5", "\"ratio\":0.5,\"ratio\":0.5,\"x\":\"\\ud800\"", "/x")]
    public void Text_that_is_no_Unicode_is_malformed_with_its_pointer(string found, string replaced, string pointer)
    {
        var refusal = Assert.Throws<RequestRefusedException>(() => Read(Good.Replace(found, replaced, StringComparison.Ordinal)));

        Assert.Equal((400, pointer), (refusal.Problem.Status, Assert.Single(refusal.Problem.Errors!).Pointer));
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_malformed_with_their_pointer()
    {
        var bytes = Encoding.UTF8.GetBytes(Good);
        bytes[Good.IndexOf("\"x\"", StringComparison.Ordinal) + 1] = 0xFF;

        var refusal = Assert.Throws<RequestRefusedException>(() => StrictJson.Read<Sample>(bytes));

        Assert.Equal((400, "/legs/0/name"), (refusal.Problem.Status, Assert.Single(refusal.Problem.Errors!).Pointer));
    }

    [Theory]
    [InlineData("\"side\":\"buy\"", "\"side\":\"hold\"", "/side", "malformed")]
    [InlineData("\"side\":\"buy\"", "\"side\":\"Buy\"", "/side", "malformed")]
    [InlineData("\"side\":\"buy\"", "\"side\":\" buy \"", "/side", "malformed")]
    [InlineData("\"side\":\"buy\"", "\"side\":\"buy,sell\"", "/side", "malformed")]
    [InlineData("\"side\":\"buy\"", "\"side\":0", "/side", "malformed")]
    [InlineData("\"side\":\"buy\"", "\"Side\":\"buy\"", "/Side", "unknown_field")]
    [InlineData("\"side\":\"buy\",", "", "/side", "required")]
    [InlineData("\"side\":\"buy\"", "\"side\":null", "/side", "required")]
    [InlineData("\"side\":\"buy\"", "\"side\":\"buy\",\"side\":\"sell\"", "/side", "malformed")]
    [InlineData("\"100.50\"", "\"1e5\"", "/price", "malformed")]
    [InlineData("\"100.50\"", "\"100,50\"", "/price", "malformed")]
    [InlineData("\"100.50\"", "\"NaN\"", "/price", "malformed")]
    [InlineData("\"100.50\"", "true", "/price", "malformed")]
    [InlineData("\"100.50\"", "\"0.12345678901234567890123456789\"", "/price", "malformed")]
    [InlineData("\"BTC_USDT\"", "\"btc_usdt\"", "/symbol", "malformed")]
    [InlineData("2026-01-31T09:30:00.000Z", "2026-01-31", "/at", "malformed")]
    [InlineData("2026-01-31T09:30:00.000Z", "2026-01-31T09:30:00", "/at", "malformed")]
    [InlineData("[\"a\",\"b\"]", "[\"a\",1]", "/tags/1", "malformed")]
    [InlineData("[\"a\",\"b\"]", "{}", "/tags", "malformed")]
    [InlineData("[\"a\",\"b\"]", "[\"a\",\"b\\u0000\"]", "/tags/1", "malformed")]
    [InlineData("\"ratio\":0.5", "\"ratio\":0.5,\"x\\u0000\":1", "/x\0", "malformed")]
    [InlineData("\"size\":3", "\"size\":3.5", "/legs/0/size", "malformed")]
    [InlineData("\"size\":3", "\"size\":3,\"a/b~c\":1", "/legs/0/a~1b~0c", "unknown_field")]
    [InlineData("\"size\":3", "\"size\":99999999999", "/legs/0/size", "malformed")]
    [InlineData("{\"name\":\"x\",\"size\":3}", "[]", "/legs/0", "malformed")]
    public void Fault_has_its_pointer_and_code(string found, string replaced, string pointer, string code)
    {
        var refusal = Assert.Throws<RequestRefusedException>(() => Read(Good.Replace(found, replaced, StringComparison.Ordinal)));

        Assert.Equal(StatusCodes422, refusal.Problem.Status);
        Assert.Contains(refusal.Problem.Errors!, error => error.Pointer == pointer && error.Code == code);
    }

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        var refusal = Assert.Throws<RequestRefusedException>(() => Read("""{"side":"hold","price":1e400,"legs":[{"name":7}],"more":1}"""));

        Assert.Equal(
            ["/at", "/legs/0/name", "/legs/0/size", "/more", "/price", "/quantity", "/ratio", "/side", "/symbol", "/tags"],
            refusal.Problem.Errors!.Select(error => error.Pointer).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Symbol_that_is_none_is_told_the_rule()
    {
        var refusal = Assert.Throws<RequestRefusedException>(() => Read(Good.Replace("BTC_USDT", "btc_usdt", StringComparison.Ordinal)));

        Assert.Equal(
            "Expected BASE_QUOTE, 2 to 20 and 2 to 10 of A-Z 0-9, such as BTC_USDT, found \"btc_usdt\".", Assert.Single(refusal.Problem.Errors!).Detail);
    }

    [Theory]
    [InlineData("\"buy\"", "\"hold\"", "Expected one of buy, sell, found \"hold\".")]
    [InlineData("\"buy\"", "\"a\\u001b\\u202e\\n\"", "Expected one of buy, sell, found \"a\\u001b\\u202e\\u000a\".")]
    [InlineData("\"buy\"", "\"1234567890123456789012345678901234567890x\"", "Expected one of buy, sell, found \"1234567890123456789012345678901234567890…\".")]
    [InlineData("\"100.50\"", "\"cheap\"", "Expected an exact decimal as a string, found \"cheap\".")]
    [InlineData("2026-01-31T09:30:00.000Z", "tomorrow", "Expected a UTC time such as 2026-01-31T09:30:00.000Z, found \"tomorrow\".")]
    [InlineData("\"size\":3", "\"size\":3.5", "Expected a whole number, found 3.5.")]
    public void What_was_found_is_told(string good, string bad, string detail)
    {
        var refusal = Assert.Throws<RequestRefusedException>(() => Read(Good.Replace(good, bad, StringComparison.Ordinal)));

        Assert.Equal(detail, Assert.Single(refusal.Problem.Errors!).Detail);
    }

    [Theory]
    [InlineData("""{"secret":7734}""", "Expected a string, found a number.")]
    [InlineData("""{"secret":["7734"]}""", "Expected a string, found an array.")]
    [InlineData("\"7734\"", "Expected an object, found a string.")]
    [InlineData("""{"secret":"x","more":"7734"}""", "Expected an array, found a string.")]
    [InlineData("""{"secret":"x","more":["7734"]}""", "Expected an object, found a string.")]
    public void Secret_is_never_repeated(string body, string detail)
    {
        var refusal = Assert.Throws<RequestRefusedException>(() => StrictJson.Read<Sealed>(Encoding.UTF8.GetBytes(body)));

        Assert.Equal(detail, Assert.Single(refusal.Problem.Errors!).Detail);
    }

    /// <summary>10⁵ mutated bodies: each is read or refused with a pointer, none fails otherwise.</summary>
    [Fact]
    public void Mutated_document_is_read_or_refused()
    {
        const int Cases = 100_000;
        var (read, malformed, misfit) = (0, 0, 0);

        Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Int[0, 3], Gen.Char["{}[]\",:0123456789abcdeE+-. \\nul\0"], Gen.Int[0, 20]).Sample(
            (at, kind, letter, length) =>
            {
                var end = Math.Min(Good.Length, at + length);
                var text = kind switch
                {
                    0 => Good[..at] + letter + Good[(at + 1)..],
                    1 => Good[..at] + letter + Good[at..],
                    2 => Good[..at] + Good[end..],
                    _ => Good[..end] + Good[at..],
                };
                try
                {
                    Read(text);
                    Interlocked.Increment(ref read);
                }
                catch (RequestRefusedException refusal)
                {
                    Assert.True(refusal.Problem.Errors is [{ Detail.Length: > 0 }, ..]);
                    Interlocked.Increment(ref refusal.Problem.Status == 400 ? ref malformed : ref misfit);
                }
            },
            iter: Cases,
            threads: 1);

        TestContext.Current.TestOutputHelper?.WriteLine($"read {read}, malformed {malformed}, misfit {misfit} of {Cases}");
        Assert.All([read, malformed, misfit], count => Assert.True(count > Cases / 100));
    }

    private const int StatusCodes422 = 422;

    private static Sample Read(string json) => StrictJson.Read<Sample>(Encoding.UTF8.GetBytes(json));

    private sealed record Sample(
        Symbol Symbol,
        Side Side,
        decimal Price,
        decimal Quantity,
        DateTimeOffset At,
        IReadOnlyList<string> Tags,
        IReadOnlyList<Leg> Legs,
        double Ratio,
        string? Note = null);

    private sealed record Leg(string Name, int Size);

    private sealed record Sealed([property: Secret] string Secret, IReadOnlyList<Key>? More = null);

    private sealed record Key([property: Secret] string Secret);
}
