using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Trading.Api.Problems;
using Trading.Domain;

namespace Trading.Api.Requests;

/// <summary>A body read strictly: at most 64 KiB, nothing unknown, nothing twice, every fault with its pointer.</summary>
/// <typeparam name="T">The contract; when it is <see cref="IValidated"/>, its rules are checked here too.</typeparam>
internal sealed record JsonBody<T>(T Value) : IEndpointParameterMetadataProvider
    where T : notnull
{
    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        var bytes = await RequestBody.ReadAsync(context.Request, context.RequestAborted);
        var value = StrictJson.Read<T>(bytes);
        if (value is IValidated validated && validated.Validate() is [_, ..] errors)
        {
            throw new RequestRefusedException(Problem.Invalid(errors));
        }

        return new JsonBody<T>(value);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
    }
}

/// <summary>A contract with rules of its own that need nothing but itself.</summary>
public interface IValidated
{
    IReadOnlyList<ValidationError> Validate();
}
