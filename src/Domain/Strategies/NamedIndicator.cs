using Trading.Domain.Indicators;

namespace Trading.Domain.Strategies;

/// <param name="Name">As the document's conditions call it.</param>
public sealed record NamedIndicator(string Name, IndicatorSpec Spec);
