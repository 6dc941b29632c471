using System.Reflection;
using System.Text.RegularExpressions;
using DbUp.Engine;

namespace Trading.Storage.Schema;

/// <summary>The numbered scripts of one engine, as embedded in this assembly.</summary>
internal static partial class SchemaScripts
{
    /// <summary>Where the applied scripts are noted.</summary>
    public const string VersionTable = "schema_versions";

    public static IReadOnlyList<SqlScript> Of(StorageEngine engine)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"{typeof(SchemaScripts).Namespace}.{engine}.";
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => new SqlScript(name[prefix.Length..^".sql".Length], Read(assembly, name))),
        ];
    }

    /// <summary>Every table that the scripts leave behind.</summary>
    public static IReadOnlyList<string> TablesOf(StorageEngine engine)
    {
        var scripts = Of(engine);
        var dropped = scripts.SelectMany(script => DropTable().Matches(script.Contents)).Select(NameOf).ToHashSet(StringComparer.Ordinal);
        return [.. scripts.SelectMany(script => CreateTable().Matches(script.Contents)).Select(NameOf).Where(table => !dropped.Contains(table))];
    }

    /// <summary>Keys of the statements that Orleans' providers read.</summary>
    public static IEnumerable<string> OrleansQueriesOf(StorageEngine engine) =>
        Of(engine).SelectMany(script => OrleansQuery().Matches(script.Contents)).Select(match => match.Groups["key"].Value);

    private static string NameOf(Match match) => match.Groups["name"].Value.ToLowerInvariant();

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^CREATE TABLE (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex CreateTable();

    [GeneratedRegex(@"^DROP TABLE (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex DropTable();

    [GeneratedRegex(@"^\('(?<key>\w+)', '", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex OrleansQuery();
}
