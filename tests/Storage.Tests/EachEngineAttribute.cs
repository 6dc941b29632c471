using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Trading.Storage.Tests;

/// <summary>Runs the test once for each engine: what is promised of one is promised of the other.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EachEngineAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([new TheoryDataRow<StorageEngine>(StorageEngine.Sqlite), new TheoryDataRow<StorageEngine>(StorageEngine.PostgreSql)]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
