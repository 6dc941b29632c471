using System.Text.Json.Serialization;
using Trading.Domain;

namespace Trading.Api.Problems;

/// <summary>Problem details (RFC 9457) with our extensions.</summary>
/// <param name="Type">Always <c>about:blank</c>: the code tells problems apart.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">A sentence for the person who reads it.</param>
/// <param name="Code">Stable, for the program that reads it.</param>
/// <param name="TraceId">Names the request in logs and traces.</param>
/// <param name="Errors">For input: every fault.</param>
public sealed record ApiProblem(
    string Type,
    string Title,
    int Status,
    string Code,
    string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ValidationError>? Errors = null);
