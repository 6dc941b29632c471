using System.ComponentModel.DataAnnotations;

namespace Trading.ExchangeSimulator;

/// <summary>Section <c>Venue</c>: <c>Venue__DataDirectory</c>, ….</summary>
internal sealed class SimulatorOptions
{
    public const string Section = "Venue";

    /// <summary>Where the ledger and what restores it lie.</summary>
    [Required]
    public string DataDirectory { get; init; } = "venue-data";

    /// <summary>Inputs above this become a checkpoint, MiB; fewer make a restart faster.</summary>
    [Range(1, 1_024)]
    public int InputMiBMax { get; init; } = 64;
}
