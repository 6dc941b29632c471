using System.Collections.Immutable;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Strategies.Instances;

/// <summary>A decision to leave a position.</summary>
internal sealed record Departure(string Section, string Reason, ImmutableArray<LeafReading> Leaves);
