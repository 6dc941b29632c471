namespace Trading.Grains.Runs.LockStep;

/// <summary>A grain has fallen behind its clock, because it was lost and came back from storage: the clock finds its way back to where all of them were.</summary>
internal sealed class LockStepBrokenException(string message) : Exception(message);
