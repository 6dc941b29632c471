using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Trading.Api.Idempotency;

namespace Trading.Api.Tests.Idempotency;

public sealed class CanonicalBodyTests
{
    [Theory]
    [InlineData("""{"a":1,"b":[1,2]}""", """ { "b" : [1.0, 2e0], "a":1 } """, true)]
    [InlineData("""{"a":{"x":"\u0041","y":null}}""", """{"a":{"y":null,"x":"A"}}""", true)]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""", false)]
    [InlineData("""{"a":"1"}""", """{"a":1}""", false)]
    [InlineData("""{"a":null}""", "{}", false)]
    [InlineData("not json", "not json", true)]
    [InlineData("not json", "not  json", false)]
    public void Bodies_that_say_the_same_are_the_same(string first, string second, bool isSame) => Assert.Equal(isSame, Hash(first) == Hash(second));

    [Fact]
    public void Same_body_for_another_thing_is_another_request() =>
        Assert.NotEqual(CanonicalBody.HashOf("/a", "{}"u8), CanonicalBody.HashOf("/b", "{}"u8));

    [Fact]
    public void Order_of_members_and_spaces_never_matter() =>
        Gen.Select(Gen.Dictionary(Gen.String[Gen.Char["abcxyz \"\\/é"], 1, 6], Gen.Int)[1, 8], Gen.Int).Sample(
            (members, seed) =>
            {
                var random = new Random(seed);
                var plain = new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)member.Value)));
                var shuffled = new JsonObject(members.OrderBy(_ => random.Next()).Select(member => KeyValuePair.Create(member.Key, (JsonNode?)member.Value)));
                return Hash(plain.ToJsonString()) == Hash(shuffled.ToJsonString(new() { WriteIndented = true }));
            },
            iter: 20_000,
            threads: 1);

    private static string Hash(string body) => CanonicalBody.HashOf("/t", Encoding.UTF8.GetBytes(body));
}
