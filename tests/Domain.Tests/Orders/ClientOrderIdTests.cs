using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Trading.Domain.Orders;

namespace Trading.Domain.Tests.Orders;

public sealed class ClientOrderIdTests
{
    // Computed with another language's standard library from the words of the specification.
    [Theory]
    [InlineData("acc-alice:demo", "ses-abc", "sig:str-ses-abc:fade:btc_usdt:1:entry", 0, "ord-avfawr6e23vfubfcbokfywb5mfi2")]
    [InlineData("acc-alice:demo", "ses-abc", "sig:str-ses-abc:fade:btc_usdt:1:exit", 1, "ord-l2ni5nypvqxd6gbpdiyw5ebcqu6j")]
    [InlineData("acc-alice:demo", "ses-abc", "key:alice:order-é", 0, "ord-rdvrdsl5blmz7jq7cdpvftgmgp7n")]
    [InlineData("", "", "pos:pos-alice:demo:btc_usdt:7:stop", 12, "ord-mrpwoxzh4rjvmvlnmce63fvl7v5f")]
    public void Ids_are_those_of_the_specification(string account, string session, string origin, int ordinal, string expected) =>
        Assert.Equal(expected, ClientOrderId.Create(account, session, origin, ordinal));

    [Fact]
    public void Ids_equal_a_naive_computation_and_have_the_fixed_form() =>
        Gen.Select(Gen.String[0, 40], Gen.String[0, 20], Gen.String[1, 60], Gen.Int[0, int.MaxValue]).Sample(
            (account, session, origin, ordinal) =>
            {
                var id = ClientOrderId.Create(account, session, "sig:" + origin, ordinal);

                Assert.Equal(Naive(account, session, "sig:" + origin, ordinal), id);
                Assert.Matches("^ord-[a-z2-7]{28}$", id);
            },
            iter: 20_000);

    [Fact]
    public void A_key_names_one_order_whatever_the_account_and_session() => Assert.Equal(
        ClientOrderId.Create("acc-a:x", "ses-1", "key:alice:k", 0), ClientOrderId.Create("acc-b:y", "", "key:alice:k", 0));

    [Fact]
    public void Parts_do_not_run_into_each_other() => Assert.NotEqual(
        ClientOrderId.Create("ab", "c", "sig:x", 0), ClientOrderId.Create("a", "bc", "sig:x", 0));

    private static string Naive(string account, string session, string origin, int ordinal)
    {
        var hashed = new List<byte>();
        foreach (var part in new[] { account, session, origin, $"{ordinal}" })
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hashed.AddRange([(byte)(bytes.Length >> 24), (byte)(bytes.Length >> 16), (byte)(bytes.Length >> 8), (byte)bytes.Length]);
            hashed.AddRange(bytes);
        }

        // 256 bits and four of padding are 52 characters of five bits, most significant first.
        var number = new BigInteger(SHA256.HashData([.. hashed]), isUnsigned: true, isBigEndian: true) << 4;
        var text = new StringBuilder();
        for (var place = 51; place >= 52 - 28; place--)
        {
            text.Append("abcdefghijklmnopqrstuvwxyz234567"[(int)((number >> (5 * place)) & 31)]);
        }

        return "ord-" + text;
    }
}
