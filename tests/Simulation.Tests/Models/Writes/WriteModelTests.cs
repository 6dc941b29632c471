namespace Trading.Simulation.Tests.Models.Writes;

public sealed class WriteModelTests(ITestOutputHelper output)
{
    public static TheoryData<string> Plants => [.. Enum.GetNames<WritePlant>().Where(name => name != nameof(WritePlant.None))];

    [Fact]
    public void Coalesced_writes_answer_and_show_only_what_is_durable_and_every_turn_can_end()
    {
        var result = new WriteModel(WritePlant.None).Close();

        output.WriteLine($"{result.States} states, {result.Transitions} transitions");
        Assert.True(result.Violation is null, result.Violation);
        Assert.True(result.States > 100);
    }

    [Theory]
    [MemberData(nameof(Plants))]
    public void A_planted_mistake_is_found(string name)
    {
        var result = new WriteModel(Enum.Parse<WritePlant>(name)).Close();

        Assert.NotNull(result.Violation);
        output.WriteLine(result.Violation);
    }
}
