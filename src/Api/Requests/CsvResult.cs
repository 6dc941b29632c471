using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;
using Trading.Api.Json;
using Trading.Api.Problems;
using Trading.Domain;

namespace Trading.Api.Requests;

/// <summary>An answer as CSV (RFC 4180), with the same names and values as its JSON.</summary>
internal static class CsvResult
{
    public const string ContentType = "text/csv";

    /// <summary>By the qualities of <c>Accept</c> (RFC 9110, 12.5.1). Between equals CSV has to be named: JSON is what everybody gets who asks for anything.</summary>
    public static bool IsWanted(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        var (csv, isNamed) = QualityOf(accepted, ContentType);
        var (json, _) = QualityOf(accepted, "application/json");
        return csv > json || (isNamed && csv > 0 && csv == json);
    }

    /// <summary>As <see cref="IsWanted"/>, of a list: CSV gives every row of it, so that asking for a page is a fault.</summary>
    public static bool IsListWanted(HttpRequest request, QueryReader query)
    {
        if (!IsWanted(request))
        {
            return false;
        }

        foreach (var name in ListParameters.OfPages.Where(request.Query.ContainsKey))
        {
            query.Fault(name, ProblemCodes.UnknownField, $"Every row is given as text/csv: there is no parameter {InputText.Quote(name)}.");
        }

        return true;
    }

    /// <summary>Of the most specific range that the type is in; 0 when it is in none.</summary>
    private static (double Quality, bool IsNamed) QualityOf(IList<MediaTypeHeaderValue> accepted, string type)
    {
        var wanted = new MediaTypeHeaderValue(type);
        return accepted.Where(range => wanted.IsSubsetOf(new MediaTypeHeaderValue(range.MediaType)))
            .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
            .Select(range => (range.Quality ?? 1d, !range.MatchesAllTypes && !range.MatchesAllSubTypes))
            .FirstOrDefault();
    }

    /// <summary>A line for each item, streamed.</summary>
    public static IResult Of<T>(Func<CancellationToken, IAsyncEnumerable<T>> items) => new Streamed<T>(items);

    /// <summary>A line for each member, nested ones by their path.</summary>
    public static IResult Of<T>(T answer) =>
        TypedResults.Text(Lines(answer), ContentType, Encoding.UTF8);

    /// <summary>What <see cref="Of{T}(Func{CancellationToken, IAsyncEnumerable{T}})"/> writes of a list with this one item.</summary>
    public static string ExampleOf<T>(T item)
    {
        var names = NamesOf<T>();
        return Line(names) + Line(ValuesOf(item, names));
    }

    /// <summary>What <see cref="Of{T}(T)"/> writes.</summary>
    public static string Lines<T>(T answer) => Lines(JsonSerializer.SerializeToNode(answer, ApiJson.Options)!);

    private static string Lines(JsonNode answer)
    {
        var text = new StringBuilder("name,value\r\n");
        foreach (var (name, value) in Members("", answer))
        {
            text.Append(Quote(name)).Append(',').Append(Quote(value)).Append("\r\n");
        }

        return text.ToString();
    }

    private static IEnumerable<(string Name, string Value)> Members(string path, JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Members(path.Length == 0 ? member.Key : $"{path}.{member.Key}", member.Value)),
        JsonArray items => items.SelectMany((item, index) => Members($"{path}.{index}", item)),
        _ => [(path, Text(node))],
    };

    private static string Text(JsonNode? node) =>
        node is null ? "" : node.GetValueKind() is JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();

    // A leading = + - @ would be a formula in a spreadsheet; numbers keep their sign.
    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static List<string> NamesOf<T>() => [.. ApiJson.Options.GetTypeInfo(typeof(T)).Properties.Select(property => property.Name)];

    private static IEnumerable<string> ValuesOf<T>(T item, List<string> names)
    {
        var row = JsonSerializer.SerializeToNode(item, ApiJson.Options)!.AsObject();
        return names.Select(name => Text(row[name]));
    }

    private static string Line(IEnumerable<string> values) => string.Join(',', values.Select(Quote)) + "\r\n";

    private sealed class Streamed<T>(Func<CancellationToken, IAsyncEnumerable<T>> items) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = $"{ContentType}; charset=utf-8";
            await using var writer = new StreamWriter(httpContext.Response.Body, new UTF8Encoding(false), leaveOpen: true);
            var names = NamesOf<T>();
            await writer.WriteAsync(Line(names));
            await foreach (var item in items(httpContext.RequestAborted))
            {
                await writer.WriteAsync(Line(ValuesOf(item, names)));
            }
        }
    }
}
