namespace Trading.Api.OpenApi;

/// <summary>
/// A query parameter of an endpoint: what the document shows, and what <see cref="Requests.DeclaredQuery"/> lets pass. A bound type that reads some
/// declares them by itself.
/// </summary>
/// <param name="Allowed">The values it may have; empty for any.</param>
internal sealed record QueryParameter(string Name, string Description, bool IsNumber, params string[] Allowed);
