using Trading.Api.Idempotency;
using Trading.Api.Requests;

namespace Trading.Api.Datasets;

/// <summary>New ids: a prefix and 20 characters of lower-case base32.</summary>
internal static class DatasetIds
{
    private const string ImportPrefix = "imp-";
    private const int Characters = 20;

    public static string NewDataset() => Base32Id.New("dat-", Characters);

    /// <summary>With an Idempotency-Key always the same for the same request, so that one which is repeated before its answer was kept starts nothing twice.</summary>
    public static string ImportFor(HttpContext context) => IdempotentRequest.Find(context) is { } request
        ? Base32Id.Of(ImportPrefix, Characters, request.Name)
        : Base32Id.New(ImportPrefix, Characters);
}
