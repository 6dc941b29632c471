using Microsoft.Playwright;
using Trading.Console.Tests.Platform;

namespace Trading.Console.Tests.Pages;

public sealed class ReferencePageTests(Desk desk)
{
    [Fact]
    public async Task Reference_page_shows_every_noun_of_the_API_without_a_fault()
    {
        await using var visit = await desk.VisitAsync();

        Assert.Equal(200, await visit.OpenAsync("/docs"));
        await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Orleans.Trading API" }).WaitForAsync();
        foreach (var noun in (string[])["Sign-in", "Users", "Datasets", "Strategies", "Indicators", "Sessions", "Orders", "Accounts"])
        {
            await visit.Page.GetByText(noun, new() { Exact = true }).First.WaitForAsync();
        }

        await visit.Page.GetByText("/api/v1/auth/token").First.WaitForAsync();
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task Reference_page_offers_no_service_of_others()
    {
        await using var visit = await desk.VisitAsync();

        await visit.OpenAsync("/docs");
        await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Orleans.Trading API" }).WaitForAsync();

        foreach (var offer in (string[])["Ask AI", "Generate SDK", "Share"])
        {
            Assert.Equal(0, await visit.Page.GetByText(offer, new() { Exact = true }).CountAsync());
        }
    }
}
