using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NetEscapades.AspNetCore.SecurityHeaders;
using Scalar.AspNetCore;
using Trading.Api.Idempotency;
using Trading.Api.Indicators;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Domain.Instruments;

namespace Trading.Api.OpenApi;

internal static class OpenApiExtensions
{
    private const string Bearer = "bearer";
    private const string EventsContentType = "text/event-stream";
    private const string DecimalPattern = @"^-?\d+(\.\d+)?$";

    public static void AddTradingOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer(Describe);
        options.AddOperationTransformer(Complete);
        options.AddSchemaTransformer(AsWritten);
    });

    /// <summary>The document and a page to read it by, both open: they tell nothing about anybody.</summary>
    public static void MapTradingOpenApi(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        routes.MapScalarApiReference("/docs", (options, context) => options
            .WithTitle("Orleans.Trading API")
            .WithOpenApiRoutePattern("/openapi/v1.json")
            .WithNonce(context.GetNonce())
            .DisableDefaultFonts()
            .DisableTelemetry()
            // They would send the document to a service of the page's maker.
            .HideDeveloperTools()
            .HideClientButton()
            .DisableAgent()
            .DisableMcp()).AllowAnonymous();
    }

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Orleans.Trading API",
            Version = "v1",
            Description = "Strategies as data, backtested on recorded markets. Prices, quantities and money are strings of exact decimals; times are UTC.",
        };
        // The address in the document must not depend on who asked for it.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "An access token of POST /api/v1/auth/token.",
        };
        return Task.CompletedTask;
    }

    private static async Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (!metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
        }

        if (metadata.OfType<IdempotencyKeyMetadata>().FirstOrDefault() is { } idempotency)
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = IdempotencyMiddleware.HeaderName,
                In = ParameterLocation.Header,
                Required = idempotency.IsRequired,
                Description = "Repeating a request with the same key and body gives the stored answer; kept for at least 24 h.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdempotencyMiddleware.KeyLengthMax },
            });
        }

        foreach (var parameter in metadata.OfType<QueryParameter>())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Description,
                Schema = new OpenApiSchema
                {
                    Type = parameter.IsNumber ? JsonSchemaType.Integer : JsonSchemaType.String,
                    Enum = parameter.Allowed is [] ? null : [.. parameter.Allowed.Select(value => (JsonNode)value)],
                },
            });
        }

        foreach (var parameter in metadata.OfType<HeaderParameter>())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Header,
                Description = parameter.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        foreach (var response in (operation.Responses ?? []).Values)
        {
            if (response.Content is { } contents && contents.TryGetValue(CsvResult.ContentType, out var csv))
            {
                csv.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
            }

            if (response.Content is { } streams && streams.TryGetValue(EventsContentType, out var events))
            {
                events.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
            }
        }

        await AddProblems(operation, context, cancellation);
        if (metadata.OfType<OpenApiExamples>().FirstOrDefault() is { } examples)
        {
            AddExamples(operation, examples);
        }
    }

    private static async Task AddProblems(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var schema = await context.GetOrCreateSchemaAsync(typeof(ApiProblem), parameterDescription: null, cancellation);
        context.Document?.AddComponent(nameof(ApiProblem), schema);
        operation.Responses ??= [];
        foreach (var (range, description) in new[] { ("4XX", "The request is refused; the code says why."), ("5XX", "The platform failed; nothing was stored unless the code says otherwise.") })
        {
            operation.Responses[range] = new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    [ProblemResult.ContentType] = new() { Schema = new OpenApiSchemaReference(nameof(ApiProblem), context.Document) },
                },
            };
        }
    }

    private static void AddExamples(OpenApiOperation operation, OpenApiExamples examples)
    {
        if (examples.Request is { } request && operation.RequestBody?.Content is { } bodies)
        {
            foreach (var body in bodies.Values)
            {
                body.Example = request.DeepClone();
            }
        }

        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (status.StartsWith('2') && response.Content is { } contents)
            {
                foreach (var (type, content) in contents)
                {
                    content.Example = type.EndsWith("json", StringComparison.Ordinal) ? examples.Answer?.DeepClone() : examples.Text;
                }
            }
        }
    }

    /// <summary>Types that our own converters write say in the document what they look like.</summary>
    private static Task AsWritten(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        var isNullable = type != context.JsonTypeInfo.Type;
        if (type == typeof(decimal))
        {
            (schema.Type, schema.Pattern, schema.Format) = (StringOr(isNullable), DecimalPattern, null);
        }
        else if (type == typeof(DateTimeOffset))
        {
            (schema.Type, schema.Format) = (StringOr(isNullable), "date-time");
        }
        else if (type == typeof(Symbol))
        {
            (schema.Type, schema.Pattern, schema.Properties) = (StringOr(isNullable), "^[A-Z0-9]{2,20}_[A-Z0-9]{2,10}$", null);
        }
        else if (type == typeof(PreviewPoint))
        {
            (schema.Type, schema.Properties) = (JsonSchemaType.Array, null);
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.Number | JsonSchemaType.Null };
        }

        return Task.CompletedTask;
    }

    private static JsonSchemaType StringOr(bool isNullable) => isNullable ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
}
