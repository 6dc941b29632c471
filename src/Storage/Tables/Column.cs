using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Trading.Domain.Instruments;
using Trading.Storage.Json;

namespace Trading.Storage.Tables;

internal enum ColumnType
{
    Text,
    Whole,
    Exact,
    Real,
    Truth,
    Bytes,
}

/// <summary>One member of a row: its column, its type there, and its value as the engines take it (times are Unix ms, enums and symbols text).</summary>
internal sealed class Column<T>
{
    private readonly Func<T, object?> _value;

    public Column(ParameterInfo member, string name)
    {
        Member = member.Name!;
        Name = name;
        var row = Expression.Parameter(typeof(T));
        var property = Expression.Property(row, Member);
        var read = Expression.Lambda<Func<T, object?>>(Expression.Convert(property, typeof(object)), row).Compile();
        (Type, _value) = Bind(Nullable.GetUnderlyingType(property.Type) ?? property.Type, read);
    }

    /// <summary>Name of the record's member.</summary>
    public string Member { get; }

    /// <summary>Name of the table's column.</summary>
    public string Name { get; }

    public ColumnType Type { get; }

    public object? ValueOf(T row) => _value(row);

    public static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    private static (ColumnType Type, Func<T, object?> Value) Bind(Type type, Func<T, object?> read) => type switch
    {
        _ when type == typeof(string) => (ColumnType.Text, read),
        _ when type == typeof(long) => (ColumnType.Whole, read),
        _ when type == typeof(int) => (ColumnType.Whole, row => read(row) is int value ? (long)value : null),
        _ when type == typeof(DateTimeOffset) => (ColumnType.Whole, row => read(row) is DateTimeOffset value ? value.ToUnixTimeMilliseconds() : null),
        _ when type == typeof(decimal) => (ColumnType.Exact, row => read(row) is decimal value ? CanonicalDecimal.Of(value) : null),
        _ when type == typeof(double) => (ColumnType.Real, read),
        _ when type == typeof(bool) => (ColumnType.Truth, read),
        _ when type == typeof(byte[]) => (ColumnType.Bytes, read),
        _ when type == typeof(Symbol) => (ColumnType.Text, row => read(row) is Symbol value ? value.Value : null),
        _ when type == typeof(Instrument) => (ColumnType.Text, row => JsonSerializer.Serialize(read(row), TradingJson.Options)),
        _ when type.IsEnum => (ColumnType.Text, row => read(row)?.ToString()),
        _ => throw new InvalidOperationException($"{typeof(T).Name} has a member of type {type.Name}, which no column holds."),
    };
}
