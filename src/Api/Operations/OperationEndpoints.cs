using System.Reflection;
using System.Runtime.InteropServices;
using Trading.Api.OpenApi;
using Trading.Api.Security;

namespace Trading.Api.Operations;

/// <param name="Version">Of the platform, with the commit it was built from where that is known.</param>
/// <param name="Runtime">Of .NET.</param>
/// <param name="Storage"><c>sqlite</c> or <c>postgre_sql</c>.</param>
public sealed record VersionAnswer(string Name, string Version, string Runtime, Storage.StorageEngine Storage);

internal static class OperationEndpoints
{
    private static readonly string Version =
        typeof(OperationEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public static void MapOperations(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/version", (Storage.TradingDatabase database) =>
                TypedResults.Ok(new VersionAnswer("Orleans.Trading", Version, RuntimeInformation.FrameworkDescription, database.Engine)))
            .RequireAuthorization(Policies.Reader)
            .WithTags("Operations")
            .WithName("GetVersion").WithSummary("What runs here.")
            .WithExamples(answer: new VersionAnswer("Orleans.Trading", "1.0.0", ".NET 10.0.0", Storage.StorageEngine.Sqlite));
}
