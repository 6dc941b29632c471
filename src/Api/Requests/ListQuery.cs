using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Trading.Api.OpenApi;
using Trading.Api.Problems;
using Trading.Domain;
using Trading.Storage.Paging;

namespace Trading.Api.Requests;

/// <summary>The parameters that every list takes: <c>limit</c> (50, at most 500), <c>cursor</c>, <c>sort</c> (<c>desc</c> or <c>asc</c>).</summary>
internal sealed record ListQuery(PageRequest Page) : IEndpointParameterMetadataProvider
{
    private const int CursorLengthMax = 1_000;

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new QueryParameter("limit", "Items of the page: 1 to 500, 50 when left out.", IsNumber: true));
        builder.Metadata.Add(new QueryParameter("cursor", "nextCursor of the page before.", IsNumber: false));
        builder.Metadata.Add(new QueryParameter("sort", "Newest first, or oldest first.", IsNumber: false, "desc", "asc"));
    }

    public static ValueTask<ListQuery?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        var query = new QueryReader(context.Request.Query);
        var limit = query.Number("limit", PageRequest.LimitDefault, 1, PageRequest.LimitMax);
        var sort = query.OneOf("sort", "desc", "desc", "asc");
        var cursor = query.Text("cursor", CursorLengthMax);
        query.ThrowIfFaulty();
        return ValueTask.FromResult<ListQuery?>(new ListQuery(new PageRequest(
            limit, cursor, sort is "asc" ? SortDirection.Ascending : SortDirection.Descending)));
    }
}

/// <summary>Reads query parameters and collects what is wrong with them.</summary>
public sealed class QueryReader(IQueryCollection query)
{
    private readonly List<ValidationError> _errors = [];

    /// <exception cref="RequestRefusedException">A parameter breaks its rule.</exception>
    public void ThrowIfFaulty()
    {
        if (_errors.Count > 0)
        {
            throw new RequestRefusedException(Problem.Invalid(_errors));
        }
    }

    /// <returns>Null when the parameter is absent.</returns>
    public string? Text(string name, int lengthMax)
    {
        var values = query[name];
        if (values.Count > 1)
        {
            Fault(name, ProblemCodes.Malformed, "The parameter is given twice.");
            return null;
        }

        if (values.Count == 0 || values[0] is not { } value)
        {
            return null;
        }

        if (value.Length == 0 || value.Length > lengthMax)
        {
            Refuse(name, ProblemCodes.OutOfRange, $"The parameter must have 1 to {lengthMax} characters", value);
            return null;
        }

        if (value.Any(char.IsControl))
        {
            // PostgreSQL takes no NUL, and no name has any of them.
            Refuse(name, ProblemCodes.Malformed, "The parameter must not hold control characters", value);
            return null;
        }

        return value;
    }

    public int Number(string name, int otherwise, int min, int max)
    {
        if (Text(name, 20) is not { } text)
        {
            return otherwise;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            Refuse(name, ProblemCodes.Malformed, "Expected a whole number", text);
            return otherwise;
        }

        if (value < min || value > max)
        {
            Fault(name, ProblemCodes.OutOfRange, string.Create(CultureInfo.InvariantCulture, $"Must be {min} to {max}, found {value}."));
            return otherwise;
        }

        return (int)value;
    }

    public string OneOf(string name, string otherwise, params ReadOnlySpan<string> allowed)
    {
        if (Text(name, 100) is not { } text)
        {
            return otherwise;
        }

        if (!allowed.Contains(text))
        {
            Refuse(name, ProblemCodes.OutOfRange, $"Must be one of {string.Join(", ", allowed!)}", text);
            return otherwise;
        }

        return text;
    }

    /// <returns>Null when the parameter is absent or no UTC time.</returns>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name, 40) is not { } text)
        {
            return null;
        }

        if (!Json.UtcTimeConverter.TryParse(text, out var value))
        {
            Refuse(name, ProblemCodes.Malformed, "Expected a UTC time such as 2026-01-31T09:30:00.000Z", text);
            return null;
        }

        return value;
    }

    /// <summary>Notes that a parameter breaks a rule, and what it held.</summary>
    /// <param name="rule">The beginning of a sentence, without its full stop.</param>
    public void Refuse(string name, string code, string rule, string found) => Fault(name, code, $"{rule}, found {InputText.Quote(found)}.");

    /// <summary>Notes a fault of a parameter; the pointer is into the query as if it were an object.</summary>
    public void Fault(string name, string code, string detail) => _errors.Add(new ValidationError(JsonPointer.Append("", name), code, detail));
}
