using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Trading.Grains.Abstractions.Operations;

/// <summary>
/// What is silent, for those who look after the service; <see cref="GrainKeys.ForSilences"/>. In memory: whoever meets a silence says so every ten
/// seconds for as long as it lasts, and what nobody has said for thirty is over.
/// </summary>
[Alias("silences-grain")]
public interface ISilencesGrain : IGrainWithStringKey
{
    [Alias("note"), OneWay]
    Task Note(Silence silence);

    [Alias("end"), OneWay]
    Task End(string source);

    /// <returns>The longest first.</returns>
    [Alias("list")]
    Task<ImmutableArray<Silence>> List();
}

/// <param name="Source">Key of the market or venue.</param>
[GenerateSerializer, Immutable, Alias("silence")]
public sealed record Silence([property: Id(0)] string Source, [property: Id(1)] DateTimeOffset Since);
