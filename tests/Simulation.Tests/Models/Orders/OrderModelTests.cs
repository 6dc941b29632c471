using Trading.Domain.Orders;
using Trading.Simulation.Orders;

namespace Trading.Simulation.Tests.Models.Orders;

public sealed class OrderModelTests(ITestOutputHelper output)
{
    /// <summary>The model knows no trigger orders, and so no renewal; and its venue, which tells no lies, gives no cause for an alert.</summary>
    public static TheoryData<string> Kinds =>
        [.. Enum.GetValues<EffectKind>().Except([EffectKind.ArmRenewal, EffectKind.DisarmRenewal, EffectKind.RaiseAlert]).Select(kind => kind.ToString())];

    public static TheoryData<string> Plants => [.. Enum.GetNames<OrderPlant>().Where(name => name != nameof(OrderPlant.None))];

    [Theory]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(true, false, true)]
    public void Every_interleaving_ends_and_the_machine_goes_along_with_every_step(bool isReducing, bool hasTwins, bool hasOutbox)
    {
        var conformance = new OrderConformance(isReducing, OrderMachine.Decide);

        var result = new OrderModel(isReducing, hasTwins, hasOutbox, OrderPlant.None, conformance.Compare).Close();

        output.WriteLine($"{result.States} states, {result.Transitions} transitions, {conformance.Compared} steps compared");
        Assert.True(result.Violation is null, result.Violation);
        Assert.True(conformance.Differences.Count == 0, string.Join('\n', conformance.Differences.Take(12)));
        Assert.True(conformance.Compared > 100);
    }

    /// <summary>Twice the space: at the scale whose figures are quoted.</summary>
    [Fact]
    public void Two_activations_of_a_reducing_order_never_send_it_beside_itself()
    {
        var conformance = new OrderConformance(isReducing: true, OrderMachine.Decide);

        var result = new OrderModel(isReducing: true, hasTwins: SimulationScale.IsLong, hasOutbox: !SimulationScale.IsLong, OrderPlant.None, conformance.Compare).Close(statesMax: 8_000_000);

        output.WriteLine($"{result.States} states, {result.Transitions} transitions, {conformance.Compared} steps compared");
        Assert.True(result.Violation is null, result.Violation);
        Assert.True(conformance.Differences.Count == 0, string.Join('\n', conformance.Differences.Take(12)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_machine_without_one_effect_does_not_go_along(string name)
    {
        var conformance = new OrderConformance(isReducing: false, MaimedOrderMachine.Without(Enum.Parse<EffectKind>(name)));

        new OrderModel(isReducing: false, hasTwins: false, hasOutbox: true, OrderPlant.None, conformance.Compare).Close();

        Assert.NotEmpty(conformance.Differences);
        output.WriteLine($"{conformance.Differences.Count} of {conformance.Compared} steps, such as {conformance.Differences[0]}");
    }

    [Theory]
    [MemberData(nameof(Plants))]
    public void A_planted_mistake_is_found(string name)
    {
        var plant = Enum.Parse<OrderPlant>(name);
        var hasOutbox = plant is OrderPlant.DropOutboxOnCrash;
        var result = new OrderModel(isReducing: false, hasTwins: !hasOutbox, hasOutbox, plant).Close();

        Assert.NotNull(result.Violation);
        Assert.DoesNotContain("does not close", result.Violation, StringComparison.Ordinal);
        output.WriteLine(result.Violation);
    }
}
