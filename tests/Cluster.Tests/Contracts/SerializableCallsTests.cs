using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Trading.Domain.Users;
using Trading.Grains.Abstractions.Users;

namespace Trading.Cluster.Tests.Contracts;

/// <summary>
/// Whatever one grain tells another can leave the silo. Grains that lie together never find out: a call within a silo copies what it carries, and what
/// is immutable not even that.
/// </summary>
public sealed class SerializableCallsTests
{
    private static readonly Assembly[] Assemblies = [typeof(User).Assembly, typeof(IUserGrain).Assembly, Assembly.Load("Trading.Grains")];

    [Fact]
    public void Everything_that_calls_carry_can_be_sent_to_another_silo()
    {
        using var services = new ServiceCollection().AddSerializer(serializer => Array.ForEach(Assemblies, assembly => serializer.AddAssembly(assembly))).BuildServiceProvider();
        var codecs = services.GetRequiredService<ICodecProvider>();
        var types = Assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => !type.FullName!.StartsWith("OrleansCodeGen", StringComparison.Ordinal)).ToList();
        var calls = types.Where(type => type.IsInterface && typeof(IGrain).IsAssignableFrom(type)).SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)).ToList();
        var carried = new HashSet<Type>();
        foreach (var type in calls.Concat(types.Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false) && !type.IsGenericTypeDefinition)))
        {
            Unfold(type, carried);
        }

        Assert.True(carried.Count > 100, $"Only {carried.Count} types were looked at.");
        Assert.Empty(carried.Where(type => codecs.TryGetCodec(type) is null).Select(type => type.FullName));
    }

    /// <summary>A type with what it is made of: a codec of a list does not show that there is one of its items.</summary>
    private static void Unfold(Type type, HashSet<Type> into)
    {
        if (type.IsGenericParameter || type == typeof(void) || type == typeof(Task) || type == typeof(ValueTask) || type == typeof(CancellationToken))
        {
            return;
        }

        var isTask = type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>));
        if (!isTask && !into.Add(type))
        {
            return;
        }

        var parts = type.GetGenericArguments().ToList();
        if (type.GetElementType() is { } element)
        {
            parts.Add(element);
        }

        const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        parts.AddRange(type.GetProperties(Members).Where(property => property.IsDefined(typeof(IdAttribute))).Select(property => property.PropertyType));
        parts.AddRange(type.GetFields(Members).Where(field => field.IsDefined(typeof(IdAttribute))).Select(field => field.FieldType));
        parts.ForEach(part => Unfold(part, into));
    }
}
