using System.Xml.Linq;
using Trading.Domain.Orders;

namespace Trading.Domain.Tests.Architecture;

public sealed class DependencyRuleTests
{
    private static readonly string[] AllowedInDomain = ["System.", "Microsoft.Extensions.", "Orleans.Serialization"];

    /// <summary>docs/architecture.md, Rooms: what each project may reference.</summary>
    private static readonly Dictionary<string, string[]> AllowedReferences = new(StringComparer.Ordinal)
    {
        ["Domain"] = [],
        ["Exchanges.Simulated"] = ["Domain"],
        ["Exchanges.Remote"] = ["Domain"],
        ["Storage"] = ["Domain"],
        ["Backtest"] = ["Domain", "Exchanges.Simulated"],
        ["Grains.Abstractions"] = ["Domain"],
        ["Grains"] = ["Domain", "Grains.Abstractions", "Backtest", "Storage"],
        ["Hosting"] = ["Grains", "Grains.Abstractions", "Storage", "Backtest", "Exchanges.Simulated", "Exchanges.Remote", "Domain"],
        ["Silo"] = ["Hosting"],
        ["Api"] = ["Grains.Abstractions", "Storage", "Hosting", "Domain"],
    };

    [Fact]
    public void Domain_sees_only_the_base_library_and_the_serializer()
    {
        var strangers = typeof(OrderRequest).Assembly.GetReferencedAssemblies()
            .Select(assembly => assembly.Name!)
            .Where(name => !AllowedInDomain.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));

        Assert.Empty(strangers);
    }

    [Fact]
    public void Projects_reference_only_what_the_architecture_allows()
    {
        var projects = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);

        var broken = projects.SelectMany(project =>
            ProjectReferences(project)
                .Where(reference => !AllowedReferences[Path.GetFileNameWithoutExtension(project)].Contains(reference, StringComparer.Ordinal))
                .Select(reference => $"{Path.GetFileNameWithoutExtension(project)} -> {reference}")).ToList();

        Assert.Equal(AllowedReferences.Count, projects.Length);
        Assert.Empty(broken);
    }

    [Fact]
    public void Only_the_composition_root_of_the_api_names_hosting()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "src", "Api"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("Trading.Hosting", StringComparison.Ordinal))
            .Select(Path.GetFileName)
            .ToList();

        Assert.All(files, file => Assert.Equal("Program.cs", file));
    }

    private static IEnumerable<string> ProjectReferences(string project) =>
        XDocument.Load(project).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
}
