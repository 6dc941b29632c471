using System.Net;
using System.Net.Http.Json;
using Trading.Api.Json;
using Trading.Api.Tests.Platform;
using Trading.Api.Users;
using Trading.Domain.Users;

namespace Trading.Api.Tests.Users;

public sealed class UserEndpointTests(TradingPlatform platform)
{
    [Fact]
    public async Task New_user_has_a_location_and_signs_in()
    {
        var name = $"n-{Guid.NewGuid():n}"[..16];

        using var response = await CreateAsync(new CreateUserRequest(name, "a long and private phrase", UserRole.Trader, Live: true));

        Assert.Equal((HttpStatusCode.Created, $"/api/v1/users/{name}"), (response.StatusCode, response.Headers.Location!.ToString()));
        using var found = await platform.As("admin").GetAsync(response.Headers.Location);
        var user = (await found.Content.ReadFromJsonAsync<UserAnswer>(ApiJson.Options))!;
        Assert.Equal((name, UserRole.Trader, true, false), (user.Username, user.Role, user.Live, user.Disabled));
        Assert.NotEmpty((await platform.SignInAsync(name, "a long and private phrase")).AccessToken);
    }

    [Fact]
    public async Task Name_that_is_taken_is_a_conflict()
    {
        using var response = await CreateAsync(new CreateUserRequest("tom", "a long and private phrase", UserRole.Viewer));

        Assert.Equal((HttpStatusCode.Conflict, "conflict"), (response.StatusCode, (await response.ProblemAsync()).Code));
    }

    [Fact]
    public async Task Every_fault_of_a_new_user_is_named_at_once()
    {
        using var response = await platform.As("admin").PostTextAsync(
            "/api/v1/users", """{"username":"No","password":"short","role":"trader"}""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal(["/username", "/password"], (await response.ProblemAsync()).Errors!.Select(error => error.Pointer));
    }

    [Fact]
    public async Task List_pages_by_name_without_repeating_or_missing_anybody()
    {
        foreach (var number in Enumerable.Range(0, 5))
        {
            await platform.NewUserAsync((UserRole)(number % 3));
        }

        var names = new List<string>();
        string? cursor = null;
        do
        {
            using var response = await platform.As("admin").GetAsync($"/api/v1/users?limit=3&sort=asc{(cursor is null ? "" : $"&cursor={cursor}")}");
            var page = await response.JsonAsync();
            names.AddRange(page["items"]!.AsArray().Select(item => item!["username"]!.GetValue<string>()));
            cursor = page["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null);

        Assert.Equal(names.Order(StringComparer.Ordinal).Distinct(), names);
        Assert.Superset(new HashSet<string> { "admin", "vera", "tom", "tina" }, names.ToHashSet());
    }

    [Theory]
    [InlineData("limit=0", "/limit", "out_of_range")]
    [InlineData("limit=501", "/limit", "out_of_range")]
    [InlineData("limit=many", "/limit", "malformed")]
    [InlineData("limit=1&limit=2", "/limit", "malformed")]
    [InlineData("sort=up", "/sort", "out_of_range")]
    [InlineData("cursor=!!", "/cursor", "malformed")]
    public async Task Bad_list_parameter_is_named(string query, string pointer, string code)
    {
        using var response = await platform.As("admin").GetAsync($"/api/v1/users?{query}");

        var problem = await response.ProblemAsync();
        Assert.InRange((int)response.StatusCode, 400, 422);
        Assert.Equal((pointer, code), (problem.Errors![0].Pointer, problem.Errors[0].Code));
    }

    [Fact]
    public async Task Administrator_does_not_lock_himself_out()
    {
        using var response = await platform.As("admin").PatchAsJsonAsync("/api/v1/users/admin", new ChangeUserRequest(Disabled: true), ApiJson.Options);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
    }

    [Theory]
    [InlineData("nobody-here")]
    [InlineData("Not-A-Name")]
    public async Task Unknown_user_is_not_found(string name)
    {
        using var response = await platform.As("admin").PatchAsJsonAsync($"/api/v1/users/{name}", new ChangeUserRequest(Live: true), ApiJson.Options);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private Task<HttpResponseMessage> CreateAsync(CreateUserRequest user) =>
        platform.As("admin").PostAsJsonAsync("/api/v1/users", user, ApiJson.Options);
}
