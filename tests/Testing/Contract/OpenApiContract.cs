using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Trading.Testing.Contract;

/// <summary>The served OpenAPI document, and what it promises about one answer.</summary>
public sealed partial class OpenApiContract
{
    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete"];

    private readonly JsonNode _document;
    private readonly List<Operation> _operations;

    private OpenApiContract(JsonNode document)
    {
        _document = document;
        _operations = [.. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()
            .Where(member => Methods.Contains(member.Key))
            .Select(member => new Operation(member.Key, path.Key, Matcher(path.Key), member.Value!.AsObject())))];
    }

    public IReadOnlyList<Operation> Operations => _operations;

    public JsonNode Document => _document;

    public static OpenApiContract Parse(string json) => new(JsonNode.Parse(json)!);

    /// <returns>What is wrong with the answer; empty when it keeps the promise. A path that is no operation is not judged.</returns>
    public IReadOnlyList<string> FaultsOf(string method, string path, int status, string? contentType, string body)
    {
        var known = _operations.Where(operation => operation.Path.IsMatch(path)).ToList();
        var operation = known.Find(operation => operation.Method.Equals(method, StringComparison.OrdinalIgnoreCase));
        if (operation is null)
        {
            return known.Count > 0 && status != 405 && method is not ("OPTIONS" or "HEAD") ? [$"{method} {path} is not in the document."] : [];
        }

        var number = status.ToString(CultureInfo.InvariantCulture);
        var responses = operation.Node["responses"]!.AsObject();
        var response = responses[number] ?? responses[$"{number[0]}XX"];
        if (response is null)
        {
            return [$"{method} {path} answered {number}, which the document does not know."];
        }

        if (response["content"] is not JsonObject { Count: > 0 } contents)
        {
            return body.Length == 0 ? [] : [$"{method} {path} {number} has a body that the document does not know."];
        }

        if (contentType is null || contents[contentType] is not { } content)
        {
            return [$"{method} {path} {number} has content type {contentType ?? "none"}, the document says {string.Join(", ", contents.Select(pair => pair.Key))}."];
        }

        return !contentType.EndsWith("json", StringComparison.Ordinal) || content["schema"] is not { } schema
            ? []
            : [.. new SchemaValidator(_document).FaultsOf(JsonNode.Parse(body), schema).Select(fault => $"{method} {path} {number}: {fault}")];
    }

    private static Regex Matcher(string template) =>
        new("^" + Parameter().Replace(template, "[^/]+") + "$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    public sealed record Operation(string Method, string Template, Regex Path, JsonObject Node);
}
