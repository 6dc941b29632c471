using System.Text.RegularExpressions;
using Trading.Console.Tests.Platform;

namespace Trading.Console.Tests.Pages;

public sealed partial class DashboardTests(Desk desk)
{
    [Fact]
    public async Task Dashboard_shows_the_silo_to_an_administrator_without_a_fault()
    {
        await using var visit = await desk.VisitAsync();

        Assert.Equal(200, await visit.SignInAsync("admin", ConsolePlatform.AdminPassword));
        Assert.Equal(200, await visit.OpenAsync("/dashboard/"));
        await visit.Page.GetByText(Activations).First.WaitForAsync();
        await visit.Page.GetByText("Silos", new() { Exact = true }).First.ClickAsync();
        await visit.Page.GetByText(Uptime).First.WaitForAsync();

        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task Dashboard_stays_shut_for_whoever_is_not_signed_in()
    {
        await using var visit = await desk.VisitAsync();

        Assert.Equal(401, await visit.OpenAsync("/dashboard/"));
    }

    [GeneratedRegex("total activations", RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex Activations { get; }

    [GeneratedRegex("up for", RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex Uptime { get; }
}
