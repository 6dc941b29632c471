using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Trading.Api.Problems;
using Trading.Api.Security;
using Trading.Domain.Users;

namespace Trading.Api.Tests.Security;

public sealed class OwnerScopeTests
{
    [Theory]
    [InlineData(UserRole.Trader, null, "tom", "tom", true, false, true, false)]
    [InlineData(UserRole.Trader, "tom", "tom", "tom", true, false, true, false)]
    [InlineData(UserRole.Viewer, null, null, "tom", true, true, false, false)]
    [InlineData(UserRole.Viewer, "tina", "tina", "tina", true, true, false, false)]
    [InlineData(UserRole.Admin, null, null, "tom", true, true, true, true)]
    [InlineData(UserRole.Admin, "tina", "tina", "tina", true, true, true, true)]
    public async Task Role_and_owner_decide_whose_things_are_meant(
        UserRole role, string? asked, string? list, string one, bool readsOwn, bool readsOther, bool writesOwn, bool writesOther)
    {
        var scope = await BindAsync(role, asked is null ? "" : $"?owner={asked}");

        Assert.Equal((list, one), (scope.ForList, scope.ForOne));
        Assert.Equal(
            (readsOwn, readsOther, writesOwn, writesOther),
            (scope.CanRead("tom"), scope.CanRead("tina"), scope.CanWrite("tom"), scope.CanWrite("tina")));
    }

    [Theory]
    [InlineData(UserRole.Trader, "?owner=tina", 403)]
    [InlineData(UserRole.Admin, "?owner=Not!", 422)]
    [InlineData(UserRole.Admin, "?owner=tom&owner=tina", 422)]
    public async Task Owner_that_may_not_be_asked_for_is_refused(UserRole role, string query, int status)
    {
        var refusal = await Assert.ThrowsAsync<RequestRefusedException>(() => BindAsync(role, query));

        Assert.Equal(status, refusal.Problem.Status);
    }

    private static async Task<OwnerScope> BindAsync(UserRole role, string query) => (await OwnerScope.BindAsync(
        new DefaultHttpContext
        {
            User = new ClaimsPrincipal(new ClaimsIdentity(
                [
                    new Claim(ClaimNames.Name, "tom"), new Claim(ClaimNames.Role, role.ToString()), new Claim(ClaimNames.Family, "f"),
                    new Claim(ClaimNames.SecurityVersion, "1"), new Claim(ClaimNames.Expires, "4102444800"),
                ],
                "test")),
            Request = { QueryString = new QueryString(query) },
        },
        typeof(OwnerScopeTests).GetMethods()[0].GetParameters()[0]))!;
}
