using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Schema;

namespace Trading.Storage.MarketData.Import;

/// <summary>The values of one Parquet column within a row group, as texts. Binary fractions are written as the shortest decimal that reads back the same.</summary>
internal abstract class ParquetColumn
{
    private const int TextMax = 64;

    /// <exception cref="ImportFileException">The type cannot hold market data.</exception>
    public static ParquetColumn Of(DataField field)
    {
        if (field.IsArray || field.MaxRepetitionLevel > 0)
        {
            throw Unreadable(field);
        }

        return field.ClrType switch
        {
            var type when type == typeof(string) || type == typeof(ReadOnlyMemory<char>) => new Texts(),
            var type when type == typeof(bool) => new Values<bool>(field.IsNullable, (value, text) => Ascii(value ? "true" : "false", text)),
            var type when type == typeof(DateTime) => new Values<DateTime>(field.IsNullable, Format),
            var type when type == typeof(int) => Numbers<int>(field),
            var type when type == typeof(uint) => Numbers<uint>(field),
            var type when type == typeof(short) => Numbers<short>(field),
            var type when type == typeof(ushort) => Numbers<ushort>(field),
            var type when type == typeof(byte) => Numbers<byte>(field),
            var type when type == typeof(sbyte) => Numbers<sbyte>(field),
            var type when type == typeof(long) => Numbers<long>(field),
            var type when type == typeof(ulong) => Numbers<ulong>(field),
            var type when type == typeof(float) => Numbers<float>(field),
            var type when type == typeof(double) => Numbers<double>(field),
            var type when type == typeof(decimal) => Numbers<decimal>(field),
            _ => throw Unreadable(field),
        };
    }

    public abstract Task LoadAsync(ParquetRowGroupReader group, DataField field, int rows, CancellationToken cancellation);

    public abstract void AddTo(RowFields fields, int row);

    private static Values<T> Numbers<T>(DataField field)
        where T : struct, IUtf8SpanFormattable =>
        new(field.IsNullable, (value, text) => value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture) ? length : 0);

    private static int Format(DateTime time, Span<byte> text) =>
        (DateTime.SpecifyKind(time, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks is var ticks
        && (ticks / TimeSpan.TicksPerMillisecond).TryFormat(text, out var length, default, CultureInfo.InvariantCulture) ? length : 0;

    private static int Ascii(string value, Span<byte> text) => Encoding.ASCII.GetBytes(value, text);

    private static ImportFileException Unreadable(DataField field) =>
        new("malformed", $"Column {FoundText.Of(Encoding.UTF8.GetBytes(field.Name))} must be a plain number, text, flag or time, found {field.ClrType.Name}.");

    private delegate int Formatter<T>(T value, Span<byte> text);

    private sealed class Values<T>(bool isNullable, Formatter<T> format) : ParquetColumn
        where T : struct
    {
        private T[] _values = [];
        private T?[] _nullable = [];

        public override async Task LoadAsync(ParquetRowGroupReader group, DataField field, int rows, CancellationToken cancellation)
        {
            if (isNullable)
            {
                _nullable = _nullable.Length >= rows ? _nullable : new T?[rows];
                await group.ReadAsync(field, _nullable.AsMemory(0, rows), cancellationToken: cancellation);
            }
            else
            {
                _values = _values.Length >= rows ? _values : new T[rows];
                await group.ReadAsync(field, _values.AsMemory(0, rows), cancellationToken: cancellation);
            }
        }

        public override void AddTo(RowFields fields, int row)
        {
            Span<byte> text = stackalloc byte[TextMax];
            T? value = isNullable ? _nullable[row] : _values[row];
            fields.Add(text[..(value is { } known ? format(known, text) : 0)]);
        }
    }

    private sealed class Texts : ParquetColumn
    {
        private string?[] _values = [];
        private byte[] _utf8 = new byte[256];

        public override async Task LoadAsync(ParquetRowGroupReader group, DataField field, int rows, CancellationToken cancellation)
        {
            _values = _values.Length >= rows ? _values : new string?[rows];
            await group.ReadAsync(field, _values.AsMemory(0, rows)!, cancellationToken: cancellation);
        }

        public override void AddTo(RowFields fields, int row)
        {
            var value = _values[row] ?? "";
            if (_utf8.Length < Encoding.UTF8.GetMaxByteCount(value.Length))
            {
                _utf8 = new byte[Encoding.UTF8.GetMaxByteCount(value.Length)];
            }

            fields.Add(_utf8.AsSpan(0, Encoding.UTF8.GetBytes(value, _utf8)));
        }
    }
}
