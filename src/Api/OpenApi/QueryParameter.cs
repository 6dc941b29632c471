namespace Trading.Api.OpenApi;

/// <summary>A query parameter that a bound type reads by itself, so that the document shows it all the same.</summary>
/// <param name="Allowed">The values it may have; empty for any.</param>
internal sealed record QueryParameter(string Name, string Description, bool IsNumber, params string[] Allowed);
