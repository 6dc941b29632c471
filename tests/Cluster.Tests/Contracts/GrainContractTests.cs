using System.Globalization;
using System.Reflection;
using Trading.Domain.Users;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Users;

namespace Trading.Cluster.Tests.Contracts;

/// <summary>What is stored or sent must survive a renaming: every name is pinned, and no two are the same.</summary>
public sealed class GrainContractTests
{
    private static readonly Assembly[] Assemblies = [typeof(User).Assembly, typeof(IUserGrain).Assembly, Assembly.Load("Trading.Grains")];

    private static readonly Type[] Types = [.. Assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => !type.FullName!.StartsWith("OrleansCodeGen", StringComparison.Ordinal))];

    [Fact]
    public void Every_grain_pins_its_type() =>
        Assert.DoesNotContain(Types, type => typeof(Grain).IsAssignableFrom(type) && !type.IsAbstract && type.GetCustomAttribute<GrainTypeAttribute>() is null);

    [Fact]
    public void Every_grain_interface_and_method_has_an_alias()
    {
        var interfaces = Types.Where(type => type.IsInterface && typeof(IGrain).IsAssignableFrom(type)).ToList();

        Assert.NotEmpty(interfaces);
        Assert.DoesNotContain(interfaces, type => type.GetCustomAttribute<AliasAttribute>() is null);
        Assert.DoesNotContain(interfaces.SelectMany(type => type.GetMethods()), method => method.GetCustomAttribute<AliasAttribute>() is null);
    }

    [Fact]
    public void Every_serialized_type_has_an_alias_of_its_own()
    {
        var aliases = Types.SelectMany(type => type.GetCustomAttributes<AliasAttribute>(inherit: false).Select(alias => (Type: type, alias.Alias))).ToList();

        Assert.Empty(Types.Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null).Except(aliases.Select(alias => alias.Type)));
        Assert.Empty(aliases.GroupBy(alias => alias.Alias).Where(group => group.Count() > 1).Select(group => string.Join(", ", group)));
    }

    [Fact]
    public void Every_stored_state_has_a_name_of_its_own()
    {
        var names = Types.Where(type => typeof(Grain).IsAssignableFrom(type))
            .SelectMany(type => type.GetConstructors().SelectMany(constructor => constructor.GetParameters()))
            .Select(parameter => parameter.GetCustomAttribute<PersistentStateAttribute>()?.StateName)
            .OfType<string>()
            .ToList();

        Assert.NotEmpty(names);
        Assert.Equal(names.Distinct().Count(), names.Count);
        Assert.DoesNotContain("state", names);
    }

    [Fact]
    public void Keys_begin_with_a_prefix_that_is_no_hexadecimal_number()
    {
        var symbol = Domain.Instruments.Symbol.Parse("BTC_USDT");
        string[] keys =
        [
            GrainKeys.ForUser("alice"), GrainKeys.ForUserDirectory(), GrainKeys.ForSession("ses-abcdefghijklmno"), GrainKeys.ForOrder("ord-abc"),
            GrainKeys.ForAccount("alice", "demo"), GrainKeys.ForSessionAccount("ses-a"), GrainKeys.ForPosition("acc-alice:demo", symbol),
            GrainKeys.ForStrategy("ses-a", "fade", symbol), GrainKeys.ForMarket(GrainKeys.MexcFeed, symbol), GrainKeys.ForVenue("acc-ses-a"),
            GrainKeys.ForExchangeSession("acc-alice:live"), GrainKeys.ForRateBudget("acc-alice:live"), GrainKeys.ForClock("ses-a"),
            GrainKeys.ForCatalogue("alice"), GrainKeys.ForDataset("dat-a"), GrainKeys.ForSweep("swp-a"), GrainKeys.ForAlert("a"),
            GrainKeys.ForSilences(),
        ];

        Assert.All(keys, key => Assert.Matches("^[a-z]{3}-[a-z0-9._:-]*$", key));
        // What the ADO.NET provider tries first: such keys would share rows.
        Assert.All(keys, key => Assert.False(
            long.TryParse(key, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out _) || Guid.TryParse(key, out _) || key.Contains('+', StringComparison.Ordinal)));
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(("pos-alice:demo:btc_usdt", "acc-ses-a", "ven-ses-a"), (keys[6], keys[5], keys[9]));
    }

    [Theory]
    [InlineData("Alice")]
    [InlineData("a:b")]
    [InlineData("a+b")]
    [InlineData("")]
    public void Key_part_that_breaks_the_rule_is_refused(string owner) => Assert.Throws<ArgumentException>(() => GrainKeys.ForAccount(owner, "demo"));
}
