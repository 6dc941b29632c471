using System.Globalization;
using Trading.Domain.Instruments;

namespace Trading.Storage.Tests;

/// <summary>Rows with every member filled at random over all that its type can hold; a nullable one is null every fourth time.</summary>
internal sealed class RowGen(int seed)
{
    private const string Letters = "aZ09 '\"\\%_;-\u00e9\u4e2d\ud83d\ude80\n\t{}[]";

    private readonly Random _random = new(seed);

    public T[] Many<T>(int count, Func<T, int, T> adjust) => [.. Enumerable.Range(0, count).Select(index => adjust(One<T>(), index))];

    public T One<T>()
    {
        var constructor = typeof(T).GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        var nullability = new System.Reflection.NullabilityInfoContext();
        return (T)constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
            nullability.Create(parameter).WriteState is System.Reflection.NullabilityState.Nullable && _random.Next(4) == 0
                ? null
                : Value(Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType))]);
    }

    private object Value(Type type) => type switch
    {
        _ when type == typeof(byte[]) => Bytes(),
        _ when type == typeof(string) => Text(_random.Next(1, 40)),
        _ when type == typeof(int) => _random.Next(),
        _ when type == typeof(long) => _random.NextInt64(),
        _ when type == typeof(double) => _random.NextDouble() * Math.Pow(10, _random.Next(-20, 20)),
        _ when type == typeof(bool) => _random.Next(2) == 0,
        _ when type == typeof(decimal) => Exact(),
        _ when type == typeof(DateTimeOffset) => DateTimeOffset.FromUnixTimeMilliseconds(_random.NextInt64(4_000_000_000_000)),
        _ when type == typeof(Symbol) => Symbol.Parse($"{Upper(_random.Next(2, 21))}_{Upper(_random.Next(2, 11))}"),
        _ when type == typeof(Instrument) => One<Instrument>(),
        _ when type.IsEnum => Enum.GetValues(type).GetValue(_random.Next(Enum.GetValues(type).Length))!,
        _ => throw new InvalidOperationException($"No generator for {type.Name}."),
    };

    private decimal Exact() => new(_random.Next(int.MinValue, int.MaxValue), _random.Next(int.MinValue, int.MaxValue), _random.Next(0, int.MaxValue),
        _random.Next(2) == 0, (byte)_random.Next(0, 29));

    private byte[] Bytes()
    {
        var bytes = new byte[_random.Next(1, 40)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private string Text(int length) => string.Create(CultureInfo.InvariantCulture, $"{string.Concat(Enumerable.Range(0, length).Select(_ => Rune()))}");

    private string Rune()
    {
        var runes = Letters.EnumerateRunes().ToArray();
        return runes[_random.Next(runes.Length)].ToString();
    }

    private string Upper(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => (char)('A' + _random.Next(26))));
}
