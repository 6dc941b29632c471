namespace Trading.Api.OpenApi;

/// <summary>An optional request header that a bound type reads by itself, so that the document shows it all the same.</summary>
internal sealed record HeaderParameter(string Name, string Description);
