namespace Trading.Api.Requests;

internal static class ContentTypeExtensions
{
    private const string FrameworkPolicy = "AcceptsMatcherPolicy";

    /// <summary>
    /// Takes the framework's own check of content types away. It is a part of routing and so comes before anybody is asked who he is: a stranger would be
    /// told what an endpoint takes. What reads a body refuses other types by itself; the metadata stay for the OpenAPI document.
    /// </summary>
    public static void LetEndpointsJudgeTheirContentType(this IServiceCollection services)
    {
        services.AddRouting();
        foreach (var policy in services.Where(service => service.ServiceType == typeof(MatcherPolicy) && service.ImplementationType?.Name == FrameworkPolicy).ToList())
        {
            services.Remove(policy);
        }
    }
}
