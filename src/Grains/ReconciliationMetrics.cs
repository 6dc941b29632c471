using System.Diagnostics.Metrics;

namespace Trading.Grains;

/// <summary>What comparisons with venues have changed: above 0, a person has to look.</summary>
internal static class ReconciliationMetrics
{
    private static readonly Meter Meter = new("Trading.Reconciliation");
    private static readonly Counter<long> Corrections = Meter.CreateCounter<long>(
        "trading.reconciliation.corrections", description: "Positions and balances that were made the venue's, by what they are of.");

    /// <param name="of"><c>position</c> or <c>wallet</c>.</param>
    public static void Count(string of) => Corrections.Add(1, new KeyValuePair<string, object?>("of", of));
}
