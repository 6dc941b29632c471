using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Trading.Api.OpenApi;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Api.Sessions;
using Trading.Domain;
using Trading.Storage.Live;

namespace Trading.Api.Events;

/// <summary>What a caller wants to follow: <c>?sessions=</c> and <c>?kinds=</c>, each a list with commas, and where he was.</summary>
/// <param name="Sessions">Empty for all.</param>
/// <param name="Kinds">Empty for all.</param>
/// <param name="After">Everything up to this position was seen; null to begin with what happens from now on.</param>
internal sealed record EventQuery(IReadOnlyList<string> Sessions, IReadOnlyList<string> Kinds, long? After) : IEndpointParameterMetadataProvider
{
    private const int SessionsMax = 100;
    private const int TextMax = SessionsMax * 20;

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new QueryParameter("sessions", $"Ids with commas, at most {SessionsMax}: events of these sessions only.", IsNumber: false));
        builder.Metadata.Add(new QueryParameter(
            "kinds", $"Names with commas: events of these kinds only, of {string.Join(", ", LiveEventKinds.All)}. Pings and resets come always.", IsNumber: false));
        builder.Metadata.Add(new HeaderParameter(
            EventIds.HeaderName, "The id of the last event that was seen: the stream goes on behind it. Left out, it begins with what happens from now on."));
    }

    public static ValueTask<EventQuery?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        var reader = new QueryReader(context.Request.Query);
        var sessions = ListOf(reader, "sessions");
        var kinds = ListOf(reader, "kinds");
        if (sessions.Count > SessionsMax)
        {
            reader.Fault("sessions", ProblemCodes.OutOfRange, $"At most {SessionsMax} sessions can be named, found {sessions.Count}.");
        }

        if (sessions.FirstOrDefault(session => !SessionIds.IsValid(session)) is { } odd)
        {
            reader.Refuse("sessions", ProblemCodes.OutOfRange, "Must be ids of sessions with commas between them", odd);
        }

        if (kinds.FirstOrDefault(kind => !LiveEventKinds.All.Contains(kind, StringComparer.Ordinal)) is { } unknown)
        {
            reader.Refuse("kinds", ProblemCodes.OutOfRange, $"Must be of {string.Join(", ", LiveEventKinds.All)}, with commas between them", unknown);
        }

        reader.ThrowIfFaulty();
        return ValueTask.FromResult<EventQuery?>(new EventQuery(sessions, kinds, AfterOf(context.Request.Headers[EventIds.HeaderName])));
    }

    private static IReadOnlyList<string> ListOf(QueryReader reader, string name) =>
        reader.Text(name, TextMax) is { } text ? [.. text.Split(',').Distinct(StringComparer.Ordinal)] : [];

    private static long? AfterOf(Microsoft.Extensions.Primitives.StringValues header) => header switch
    {
        [] or [""] => null,
        [{ } id] when EventIds.TryRead(id, out var position) => position,
        _ => throw new RequestRefusedException(Problem.Malformed("/" + EventIds.HeaderName, $"{EventIds.HeaderName} must be the id of an event of this stream, found {InputText.Quote(header.ToString())}.")),
    };
}
